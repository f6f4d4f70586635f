package io.tollgate.aws.dynamodb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A store that is nothing but a socket: it counts the requests that truly arrive and does to each
/// connection what the script says. Connections are kept alive, because a client behaves
/// differently on one that has worked before.
final class FakeStore implements AutoCloseable {
  /// What to do with a request.
  sealed interface Turn {
    /// @param head lines besides length and type
    record Reply(int status, List<String> head, String body) implements Turn {}

    /// Hangs up without a word.
    record HangUp() implements Turn {}

    /// Tears the connection down.
    record Reset() implements Turn {}

    /// Never answers.
    record Silence() implements Turn {}
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Turn> script;
  private final AtomicInteger requests = new AtomicInteger();

  FakeStore(Turn... script) throws IOException {
    this.script = new ConcurrentLinkedQueue<>(List.of(script));
    threads.execute(this::accept);
  }

  /// `{}` with a date.
  static Turn ok() {
    return new Turn.Reply(200, List.of("Date: Tue, 24 Nov 2026 10:15:30 GMT"), "{}");
  }

  static Turn error(int status, String code) {
    return error(status, code, "");
  }

  /// @param more of the JSON, beginning with a comma, or empty
  static Turn error(int status, String code, String more) {
    return new Turn.Reply(
        status,
        List.of("Date: Tue, 24 Nov 2026 10:15:31 GMT"),
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
            + code
            + "\",\"message\":\"as scripted\""
            + more
            + "}");
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  int requests() {
    return requests.get();
  }

  int connections() {
    return open.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      boolean goOn = true;
      while (goOn && readRequest(in)) {
        requests.incrementAndGet();
        goOn = take(script.isEmpty() ? new Turn.HangUp() : script.remove(), socket, in);
      }
    } catch (SocketException goneByThen) {
      // The client gave up first, as it should.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean take(Turn turn, Socket socket, InputStream in) throws IOException {
    return switch (turn) {
      case Turn.Reply(var status, var head, var body) -> {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String lines = head.isEmpty() ? "" : String.join("\r\n", head) + "\r\n";
        String start =
            "HTTP/1.1 "
                + status
                + " Scripted\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
                + bytes.length
                + "\r\n"
                + lines
                + "\r\n";
        socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes);
        yield true;
      }
      case Turn.HangUp() -> false;
      case Turn.Reset() -> {
        socket.setSoLinger(true, 0);
        yield false;
      }
      case Turn.Silence() -> in.read() >= 0;
    };
  }

  /// Whether a whole request came.
  private static boolean readRequest(InputStream in) throws IOException {
    int length = 0;
    String line = readLine(in);
    if (line.isEmpty()) {
      return false;
    }
    while (!line.isEmpty()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      line = readLine(in);
    }
    return in.readNBytes(length).length == length;
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.close();
  }
}
