package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import io.tollgate.proxy.dialect.Dialect;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The caller, as the one who listens to an answer: begun with the first byte, and deaf without a
/// word once it hung up, since the answer may have to be read to its end all the same.
final class Listener extends OutputStream {
  private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Reply reply;
  private int status;
  private Headers headers = Headers.NONE;
  private OutputStream out = OutputStream.nullOutputStream();
  private boolean begun;
  private boolean gone;
  private int lineBreaks;

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
    lineBreaks = lineBreaksAtEnd(bytes, from, from + length);
  }

  private int lineBreaksAtEnd(byte[] bytes, int from, int to) {
    int breaks = 0;
    int end = to;
    while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      breaks += bytes[end - 1] == '\n' ? 1 : 0;
      end--;
    }
    return end == from ? lineBreaks + breaks : breaks;
  }

  /// Says that the answer goes on, so that nobody on the way takes silence for its end: between two
  /// events only, as the blank line behind the comment would cut one in two. Before the first event
  /// it begins the answer: models that think are silent there for minutes.
  void stayAwake() {
    if (!begun || lineBreaks > 1) {
      write(KEEP_ALIVE, 0, KEEP_ALIVE.length);
      flush();
    }
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
