package io.tollgate.bench.cold;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// Lambda's Runtime API for one invocation: hands one event out, and reads the answer to its end.
final class OneCall implements AutoCloseable {
  private static final Duration TIME = Duration.ofMinutes(15);
  private static final int PATIENCE_MILLIS = 60_000;

  private final ServerSocket server;

  OneCall() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE_MILLIS);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Waits until somebody asks for an event.
  Socket asked() throws IOException {
    Socket socket = server.accept();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /// @return the whole answer as it came over the wire
  String answer(Socket socket, String event) throws IOException {
    var in = new BufferedInputStream(socket.getInputStream());
    head(in);
    byte[] body = event.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: %s\r\nLambda-Runtime-Deadline-Ms: %d\r\n"
                .formatted(UUID.randomUUID(), Instant.now().plus(TIME).toEpochMilli())
            + "Content-Length: %d\r\n\r\n".formatted(body.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    if (!head(in).contains("transfer-encoding: chunked")) {
      throw new IOException("the function answered with an error");
    }
    var answer = new StringBuilder();
    for (int length = length(in); length > 0; length = length(in)) {
      answer.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      line(in);
    }
    return answer.toString();
  }

  private static int length(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.append(line.toLowerCase(Locale.ROOT)).append('\n');
    }
    return head.toString();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the function is gone");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
