package io.tollgate.local.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.local.RunningGateway.Ready;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A client's bare connection.
final class Wire implements AutoCloseable {
  private final Ready ready;
  private final Socket socket;

  Wire(Ready ready) throws IOException {
    this.ready = ready;
    this.socket = new Socket(InetAddress.getLoopbackAddress(), ready.url().getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
  }

  /// The head of a chat call, with the empty line.
  String head(int length, String... headers) {
    var head =
        new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n")
            .append("Authorization: Bearer " + ready.key() + "\r\n")
            .append("Content-Type: application/json\r\nContent-Length: " + length + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  Wire say(String text) throws IOException {
    return say(text.getBytes(UTF_8));
  }

  Wire say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  Wire call(String body, String... headers) throws IOException {
    return say(head(body.getBytes(UTF_8).length, headers) + body);
  }

  /// Reads until this text was there, or the end; everything read so far since the last call.
  String readTo(String text) throws IOException {
    var read = new ByteArrayOutputStream();
    while (text.isEmpty() || !read.toString(ISO_8859_1).contains(text)) {
      int b = read(read);
      if (b < 0) {
        break;
      }
      read.write(b);
    }
    return read.toString(UTF_8);
  }

  private int read(ByteArrayOutputStream before) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw new IOException("nothing more came after: " + before.toString(UTF_8), e);
    }
  }

  /// Reads until the other side closes, quietly also if it resets.
  String rest() {
    var read = new ByteArrayOutputStream();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        read.write(b);
      }
    } catch (IOException reset) {
      read.writeBytes("[reset]".getBytes(UTF_8));
    }
    return read.toString(UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// Goes as a process that was killed: with a reset.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
