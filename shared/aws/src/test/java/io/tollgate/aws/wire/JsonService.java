package io.tollgate.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// One service of AWS over HTTP: `POST /` with the operation in `X-Amz-Target` and JSON in the
/// body. It checks no signature, but wants one.
public abstract class JsonService implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Answer> scripted = new ArrayDeque<>();

  /// The operations that were asked for, in order.
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /// The traces that the requests were part of, in order; of one without, `none`.
  public final List<String> traces = new CopyOnWriteArrayList<>();

  /// @param status of HTTP
  /// @param body JSON
  public record Answer(int status, String body) {
    public static Answer ok(String body) {
      return new Answer(200, body);
    }

    /// An error as the JSON protocols spell it.
    public static Answer error(int status, String code) {
      return new Answer(status, "{\"__type\":\"" + code + "\",\"message\":\"as scripted\"}");
    }
  }

  JsonService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Gives these to the next requests, whatever they ask for.
  public final void script(Answer... answers) {
    synchronized (scripted) {
      scripted.addAll(List.of(answers));
    }
  }

  abstract Answer answer(String operation, JsonNode request);

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      String signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      asked.add(target);
      String trace = exchange.getRequestHeaders().getFirst("X-Amzn-Trace-Id");
      traces.add(trace == null ? "none" : trace);
      Answer answer =
          signed.startsWith("AWS4-HMAC-SHA256 ")
              ? scripted(target, request)
              : Answer.error(403, "MissingAuthenticationToken");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer scripted(String target, JsonNode request) {
    synchronized (scripted) {
      if (!scripted.isEmpty()) {
        return scripted.remove();
      }
    }
    return answer(target.substring(target.indexOf('.') + 1), request);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
