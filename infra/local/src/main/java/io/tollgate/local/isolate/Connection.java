package io.tollgate.local.isolate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A kept connection of a runtime to its Runtime API: as much of HTTP/1.1 as that needs, trailers
/// included, which no server at hand reads. Used by one thread.
final class Connection {
  private static final int BUFFER = 16 * 1024;
  private static final int LONGEST_LINE = 64 * 1024;

  private final InputStream in;
  private final OutputStream out;

  /// The beginning of a request.
  ///
  /// @param headers by lower-case name
  record Request(String method, String path, Map<String, String> headers) {}

  /// Where a body goes.
  @FunctionalInterface
  interface Sink {
    /// @param last whether nothing more is there for the moment
    void take(byte[] bytes, int length, boolean last);
  }

  Connection(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    out = socket.getOutputStream();
  }

  /// Waits for the next request and reads it up to its body.
  ///
  /// @throws IOException if the runtime hung up
  Request request() throws IOException {
    String[] start = line().split(" ", 3);
    if (start.length < 3) {
      throw new IOException("the runtime does not speak HTTP/1.1");
    }
    return new Request(start[0], start[1], headers());
  }

  /// Reads a body as it comes.
  ///
  /// @return the trailers, by lower-case name
  Map<String, String> body(Request request, Sink sink) throws IOException {
    if (!request.headers().getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      piece(number(request.headers().getOrDefault("content-length", "0"), 10), sink);
      return Map.of();
    }
    for (int length = chunk(); length > 0; length = chunk()) {
      piece(length, sink);
      line();
    }
    return headers();
  }

  /// Reads a short body.
  String text(Request request) throws IOException {
    var bytes = new ByteArrayOutputStream();
    body(request, (piece, length, last) -> bytes.write(piece, 0, length));
    return bytes.toString(UTF_8);
  }

  /// @param headers whole lines
  void answer(String status, String headers, byte[] body) throws IOException {
    String head =
        "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
    byte[] bytes = new byte[head.length() + body.length];
    System.arraycopy(head.getBytes(ISO_8859_1), 0, bytes, 0, head.length());
    System.arraycopy(body, 0, bytes, head.length(), body.length);
    out.write(bytes);
    out.flush();
  }

  private int chunk() throws IOException {
    return number(line().split(";", 2)[0], 16);
  }

  private void piece(int length, Sink sink) throws IOException {
    byte[] buffer = new byte[Math.min(BUFFER, length)];
    for (int left = length; left > 0; ) {
      int read = in.read(buffer, 0, Math.min(buffer.length, left));
      if (read < 0) {
        throw ended();
      }
      left -= read;
      // The end of a chunk is its line break and the next one's length.
      sink.take(buffer, read, in.available() <= 2);
    }
  }

  private Map<String, String> headers() throws IOException {
    var headers = new HashMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return Map.copyOf(headers);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw ended();
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("the runtime sent a line longer than " + LONGEST_LINE + " bytes");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  private static int number(String text, int radix) throws IOException {
    try {
      return Integer.parseUnsignedInt(text.strip(), radix);
    } catch (NumberFormatException e) {
      throw new IOException("the runtime sent a length that is no number: " + text, e);
    }
  }

  private static EOFException ended() {
    return new EOFException("the runtime hung up");
  }
}
