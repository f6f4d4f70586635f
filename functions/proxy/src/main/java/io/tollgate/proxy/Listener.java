package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import io.tollgate.proxy.dialect.Dialect;
import java.io.IOException;
import java.io.OutputStream;

/// The caller, as the one who listens to an answer: begun with the first byte, and deaf without a
/// word once it hung up, since the answer may have to be read to its end all the same.
final class Listener extends OutputStream {
  private final Reply reply;
  private int status;
  private Headers headers = Headers.NONE;
  private OutputStream out = OutputStream.nullOutputStream();
  private boolean begun;
  private boolean gone;

  Listener(Reply reply) {
    this.reply = reply;
  }

  /// What the answer will begin with.
  void expect(int status, Headers headers) {
    this.status = status;
    this.headers = headers;
  }

  boolean hasBegun() {
    return begun;
  }

  boolean isGone() {
    return gone;
  }

  private interface Step {
    void run() throws IOException;
  }

  private void unlessGone(Step step) {
    if (gone) {
      return;
    }
    try {
      step.run();
    } catch (IOException hungUp) {
      gone = true;
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      out = reply.begin(status, headers);
    }
  }

  /// Says no instead of an answer that has not begun.
  void refuse(Refusal refusal, Dialect dialect, Call call) {
    begun = true;
    unlessGone(() -> refusal.sendTo(reply, dialect, call.told(), call.id()));
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    unlessGone(() -> {
      begin();
      out.write(bytes, from, length);
    });
  }

  @Override
  public void flush() {
    unlessGone(out::flush);
  }

  /// Ends the answer, an empty one too.
  @Override
  public void close() {
    unlessGone(this::begin);
    try {
      out.close();
    } catch (IOException hungUp) {
      gone = true;
    }
  }
}
