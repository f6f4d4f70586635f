package io.tollgate.local.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.tollgate.aws.http.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP/1.1 server on 127.0.0.1, one virtual thread a connection, as many as come. Safe for
/// concurrent use.
public final class Server implements AutoCloseable {
  /// API Gateway's limit for a request.
  public static final int LARGEST_BODY = 10 * 1024 * 1024;

  private final Visitor visitor;
  private final WebServer server;
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean draining;

  /// @param port 0 for a free one
  /// @throws java.io.UncheckedIOException if the port is taken
  public Server(int port, Visitor visitor) {
    this.visitor = visitor;
    requireFree(port);
    this.server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(port)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(500))
            .connectionOptions(Server::quick)
            .directHandlers(Unreadable.refusals())
            // Helidon would refuse content-encoding: gzip, which is the function's to judge, and
            // odd paths.
            .protocolsDiscoverServices(false)
            .addProtocol(
                Http1Config.builder()
                    .validateRequestHeaders(false)
                    .validatePath(false)
                    .validatePrologue(false)
                    .maxHeadersSize(64 * 1024)
                    .maxPrologueLength(16 * 1024)
                    .build())
            .routing(HttpRouting.builder().any(this::handle))
            .build()
            .start();
    if (!server.isRunning()) {
      throw new IllegalStateException("the server did not start; its log says why");
    }
  }

  // Helidon logs a failure to bind and returns as if nothing had happened.
  private static void requireFree(int port) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  // Without TCP_NODELAY a stream waits 44 ms for an acknowledgement (measured; platform.md, section
  // 7).
  private static void quick(SocketOptions.Builder options) {
    options.tcpNoDelay(true).readTimeout(Duration.ofMinutes(5));
  }

  public int port() {
    return server.port();
  }

  /// How many calls are being answered.
  public int running() {
    return running.get();
  }

  /// From now on says 503 to new calls and closes their connections.
  public void drain() {
    draining = true;
  }

  /// Cuts what is still running.
  @Override
  public void close() {
    server.stop();
  }

  private void handle(ServerRequest request, ServerResponse response) throws IOException {
    boolean keepAlive = !draining && !request.headers().contains(HeaderValues.CONNECTION_CLOSE);
    String method = request.prologue().method().text();
    var answer = new Answer(response.sink(Wire.TYPE), method.equals("HEAD"), keepAlive);
    running.incrementAndGet();
    try {
      answer(request, method, answer);
    } catch (IOException | RuntimeException e) {
      throw new CloseConnectionException("the answer broke off", e);
    } finally {
      running.decrementAndGet();
    }
    if (!answer.isComplete() || !keepAlive) {
      throw new CloseConnectionException("the answer has ended");
    }
  }

  private void answer(ServerRequest request, String method, Answer answer) throws IOException {
    if (draining) {
      Refusal.failed(503, "shutting_down", "The gateway is shutting down. Try again.")
          .sendTo(answer);
      return;
    }
    long length = request.headers().contentLength().orElse(-1);
    byte[] body = length > LARGEST_BODY ? Body.NONE : Body.read(request, length);
    if (length > LARGEST_BODY || body.length > LARGEST_BODY) {
      Refusal.invalid(
              413,
              "request_too_large",
              "The body is over %d bytes. The limit of a call is 4500000.".formatted(LARGEST_BODY))
          .sendTo(answer);
      Body.discard(request);
      throw new IOException(
          "refused a body of " + Math.max(length, body.length) + " bytes or more");
    }
    String query = request.prologue().query().rawValue();
    visitor.visit(
        new Call(method, request.prologue().uriPath().rawPath(), query, headers(request), body),
        answer);
  }

  private static Headers headers(ServerRequest request) {
    var headers = Headers.builder();
    for (Header header : request.headers()) {
      if (header.valueCount() == 1) {
        // Not get(): that asks a registry of mappers for each header.
        headers.add(header.headerName().lowerCase(), header.values());
      } else {
        header.allValues().forEach(value -> headers.add(header.headerName().lowerCase(), value));
      }
    }
    return headers.build();
  }
}
