package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a caller heard; it may hang up after so many writes.
final class Heard implements Reply {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<String> writes = new ArrayList<>();
  private final int patience;
  private int status;
  private Headers headers = Headers.NONE;
  private boolean closed;

  Heard() {
    this(Integer.MAX_VALUE);
  }

  /// @param patience how many writes it listens to
  Heard(int patience) {
    this.patience = patience;
  }

  int status() {
    return status;
  }

  String header(String name) {
    return headers.first(name).orElse("");
  }

  String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  List<String> writes() {
    return writes;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public OutputStream begin(int withStatus, Headers withHeaders) throws IOException {
    if (status != 0) {
      throw new IllegalStateException("an answer begins once");
    }
    status = withStatus;
    headers = withHeaders;
    if (patience == 0) {
      throw new IOException("hung up");
    }
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (writes.size() >= patience) {
          throw new IOException("hung up");
        }
        body.write(bytes, from, length);
        writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }
}
