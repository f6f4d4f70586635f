package io.tollgate.local.isolate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.local.isolate.Connection.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Lambda's Runtime API of 2018-06-01, for one environment, on a port of its own. Safe for
/// concurrent use.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and, for streaming and trailers,
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html, both as of November 2026.
final class LocalRuntimeApi implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LocalRuntimeApi.class.getName());
  private static final String ROOT = "/2018-06-01/runtime/";
  private static final byte[] ACCEPTED = "{\"status\":\"OK\"}".getBytes(UTF_8);
  private static final byte[] NONE = {};
  private static final String ERROR_TYPE = "lambda-runtime-function-error-type";

  private final ServerSocket server;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final Turn turn = new Turn();
  private volatile String fault = "";

  LocalRuntimeApi() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port for a Runtime API", e);
    }
    Thread.ofVirtual().name("runtime-api").start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Waits until the runtime asks for an event: it is started, or has ended all work on the last.
  ///
  /// @return whether it did in that time
  boolean isAskedWithin(Duration time) throws InterruptedException {
    return turn.isAskedWithin(time);
  }

  /// Gives the runtime, which asks for one, an event.
  void hand(Run run) {
    turn.hand(run);
  }

  /// What the runtime said of a start or a restore that failed; empty if nothing.
  String fault() {
    return fault;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().name("runtime-api-", 0).start(() -> serve(socket));
      }
    } catch (IOException closed) {
      LOG.log(Level.TRACE, "the Runtime API has ended", closed);
    }
  }

  private void serve(Socket accepted) {
    try (Socket socket = accepted) {
      var connection = new Connection(socket);
      while (true) {
        answer(connection, connection.request());
      }
    } catch (IOException hungUp) {
      LOG.log(Level.TRACE, "a runtime hung up", hungUp);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(accepted);
    }
  }

  private void answer(Connection connection, Request request)
      throws IOException, InterruptedException {
    String path =
        request.path().startsWith(ROOT) ? request.path().substring(ROOT.length()) : "unknown";
    String[] parts = path.split("/", 3);
    switch (request.method() + " " + parts[0] + "/" + parts[parts.length - 1]) {
      case "GET invocation/next" -> next(connection);
      // There is no snapshot here: what waits for a restore goes on at once.
      case "GET restore/next" -> connection.answer("200 OK", "", NONE);
      case "POST invocation/response" -> take(connection, request, turn.running(parts[1]));
      case "POST invocation/error" -> fail(connection, request, turn.running(parts[1]));
      case "POST init/error", "POST restore/error" -> {
        fault = connection.text(request);
        connection.answer("202 Accepted", "", ACCEPTED);
      }
      default -> {
        connection.text(request);
        connection.answer("404 Not Found", "", NONE);
      }
    }
  }

  private void next(Connection connection) throws IOException, InterruptedException {
    Run run = turn.next().orElseThrow(() -> new IOException("there are no more events"));
    connection.answer(
        "200 OK",
        "Content-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: %s\r\n"
                .formatted(run.invocation().id())
            + "Lambda-Runtime-Deadline-Ms: %d\r\n"
                .formatted(run.invocation().deadline().toEpochMilli()),
        run.event());
  }

  private static void take(Connection connection, Request request, Optional<Run> running)
      throws IOException {
    Map<String, String> trailers;
    try {
      trailers =
          connection.body(
              request,
              (bytes, length, last) -> running.ifPresent(run -> run.piece(bytes, length, last)));
    } catch (IOException e) {
      running.ifPresent(run -> run.fail("the environment hung up in mid-answer"));
      throw e;
    }
    String type = trailers.getOrDefault(ERROR_TYPE, "");
    running.ifPresent(run -> {
      if (type.isEmpty()) {
        run.end();
      } else {
        run.fail("the function failed in mid-answer: " + type);
      }
    });
    acknowledge(connection, running);
  }

  private static void fail(Connection connection, Request request, Optional<Run> running)
      throws IOException {
    String error = connection.text(request);
    running.ifPresent(run -> run.fail("the function failed: " + error));
    acknowledge(connection, running);
  }

  private static void acknowledge(Connection connection, Optional<Run> running) throws IOException {
    connection.answer(running.isPresent() ? "202 Accepted" : "400 Bad Request", "", ACCEPTED);
  }

  /// Hangs up; what was under way fails.
  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a connection did not close", e);
    }
    turn.close();
  }
}
