package io.tollgate.aws.runtime;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One kept connection to the Runtime API, and as much of HTTP/1.1 as that speaks. Used by one
/// thread.
final class Wire implements AutoCloseable {
  /// It is on this machine: what is not connected by then will not be.
  private static final int CONNECT_MILLIS = 2_000;

  /// Head and first bytes of an answer, and nearly every chunk, leave in one piece.
  private static final int BUFFER = 16 * 1024;

  private static final int LONGEST_LINE = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /// @param headers by lower-case name
  @SuppressWarnings("ArrayRecordComponent") // Megabytes that nobody changes.
  record Answer(int status, Map<String, String> headers, byte[] body) {
    Optional<String> header(String lowerCaseName) {
      return Optional.ofNullable(headers.get(lowerCaseName));
    }
  }

  Wire(Address address) throws IOException {
    socket = new Socket();
    try {
      // Chunks are small, and each is waited for.
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), BUFFER);
      out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
  }

  void flush() throws IOException {
    out.flush();
  }

  /// Waits for an answer as long as it takes: between two calls that is the idle time of the
  /// function.
  Answer read() throws IOException {
    String[] start = line().split(" ", 3);
    if (start.length < 2 || !start[0].startsWith("HTTP/1.") || !start[1].matches("[0-9]{3}")) {
      throw new IOException("the Runtime API does not answer as HTTP/1.1 does");
    }
    var headers = new HashMap<String, String>();
    headers(headers);
    byte[] body = body(headers);
    return new Answer(Integer.parseInt(start[1]), Map.copyOf(headers), body);
  }

  private void headers(Map<String, String> to) throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        to.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT).equals("chunked")) {
      return chunks();
    }
    int length = number(headers.getOrDefault("content-length", "0"), 10);
    return exactly(length);
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int length = number(line().split(";", 2)[0].strip(), 16);
      if (length == 0) {
        headers(new HashMap<>());
        return body.toByteArray();
      }
      body.write(exactly(length));
      line();
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw ended();
    }
    return bytes;
  }

  private static int number(String text, int radix) throws IOException {
    try {
      return Integer.parseUnsignedInt(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("the Runtime API gave a length that is no number: " + text, e);
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw ended();
      }
      if (line.size() > LONGEST_LINE) {
        throw new IOException("the Runtime API sent a line longer than " + LONGEST_LINE + " bytes");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static EOFException ended() {
    return new EOFException("the Runtime API closed the connection");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
