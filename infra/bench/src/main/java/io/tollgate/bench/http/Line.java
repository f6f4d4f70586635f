package io.tollgate.bench.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One connection of a caller: sends a whole request, reads the whole answer. Used by one thread.
public final class Line implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] answer = new byte[16 * 1024];
  private int length;
  private int body;

  public Line(InetSocketAddress address) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(address, PATIENCE_MILLIS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /// @param request head and body; the connection stays open
  /// @return the status
  /// @throws IOException if the answer does not come to its end
  public int exchange(byte[] request) throws IOException {
    out.write(request);
    length = 0;
    body = 0;
    while (body == 0) {
      read();
      body = Wire.endOfHead(answer, 0, length);
    }
    int size = Wire.contentLength(answer, 0, body);
    if (size >= 0) {
      while (length < body + size) {
        read();
      }
    } else {
      while (!Wire.endsLastChunk(answer, body, length)) {
        read();
      }
    }
    return Wire.status(answer);
  }

  private void read() throws IOException {
    if (length == answer.length) {
      answer = Arrays.copyOf(answer, 2 * length);
    }
    int read = in.read(answer, length, answer.length - length);
    if (read < 0) {
      throw new IOException("the answer ended after " + length + " bytes");
    }
    length += read;
  }

  /// The body of the last answer as it came, chunk lengths included.
  public String body() {
    return new String(answer, body, length - body, StandardCharsets.UTF_8);
  }

  /// The last answer in a word or two: its status, and with a refusal its code.
  public String told() {
    int status = Wire.status(answer);
    Matcher code = CODE.matcher(status == 200 ? "" : body());
    return status + (code.find() ? " " + code.group(1) : "");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
