package io.tollgate.local.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.tollgate.aws.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP/1.1 server on 127.0.0.1, one virtual thread a connection, as many as come. Safe for concurrent use.
public final class Server implements AutoCloseable {
  /// API Gateway's limit for a request.
  public static final int LARGEST_BODY = 10 * 1024 * 1024;

  // Enough of a body that was refused is read for the client to see the answer instead of a reset.
  private static final long DISCARDED = 256L * 1024 * 1024;
  private static final byte[] EMPTY = {};
  private static final HeaderName EXPECT = HeaderNames.create("expect");

  private final Visitor visitor;
  private final WebServer server;
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean draining;

  /// @param port 0 for a free one
  /// @throws java.io.UncheckedIOException if the port is taken
  public Server(int port, Visitor visitor) {
    this.visitor = visitor;
    this.server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(port)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(500))
            .connectionOptions(Server::quick)
            .directHandlers(refusals())
            // Helidon would refuse content-encoding: gzip, which is the function's to judge, and odd paths.
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
  }

  // Without TCP_NODELAY a stream waits 44 ms for an acknowledgement (measured; platform.md, section 7).
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
    if (!answer.isClosed() || !keepAlive) {
      throw new CloseConnectionException("the answer has ended");
    }
  }

  private void answer(ServerRequest request, String method, Answer answer) throws IOException {
    if (draining) {
      Refusal.failed(503, "shutting_down", "The gateway is shutting down. Try again.").sendTo(answer);
      return;
    }
    long length = request.headers().contentLength().orElse(-1);
    byte[] body = length > LARGEST_BODY ? new byte[0] : body(request, length);
    if (length > LARGEST_BODY || body.length > LARGEST_BODY) {
      Refusal.invalid(
              413,
              "request_too_large",
              "The body is over %d bytes, the most that the front takes.".formatted(LARGEST_BODY))
          .sendTo(answer);
      discard(request);
      throw new IOException("refused a body of " + Math.max(length, body.length) + " bytes or more");
    }
    String query = request.prologue().query().rawValue();
    visitor.visit(
        new Call(
            method, request.prologue().uriPath().rawPath(), query, headers(request), body),
        answer);
  }

  private static byte[] body(ServerRequest request, long length) throws IOException {
    if (!request.content().hasEntity()) {
      return EMPTY;
    }
    InputStream in = request.content().inputStream();
    if (length < 0) {
      return in.readNBytes(LARGEST_BODY + 1);
    }
    byte[] body = new byte[(int) length];
    int read = in.readNBytes(body, 0, body.length);
    if (read < body.length) {
      throw new IOException("the client hung up after %d of %d bytes".formatted(read, length));
    }
    in.close();
    return body;
  }

  private static void discard(ServerRequest request) throws IOException {
    if (request.headers().contains(EXPECT)) {
      return; // The client waits to be told to go on.
    }
    InputStream in = request.content().inputStream();
    byte[] scrap = new byte[16 * 1024];
    long left = DISCARDED;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = in.read(scrap);
    }
  }

  private static Headers headers(ServerRequest request) {
    var headers = Headers.builder();
    for (Header header : request.headers()) {
      if (header.valueCount() == 1) {
        headers.add(header.headerName().lowerCase(), header.get());
      } else {
        header.allValues().forEach(value -> headers.add(header.headerName().lowerCase(), value));
      }
    }
    return headers.build();
  }

  /// What Helidon says itself to a request that it cannot read.
  private static DirectHandlers refusals() {
    var builder = DirectHandlers.builder();
    Arrays.stream(DirectHandler.EventType.values())
        .forEach(
            type ->
                builder.addHandler(
                    type,
                    (request, event, status, headers, message) -> {
                      boolean ours = status.code() >= 500 && status.code() != 505;
                      Refusal refusal =
                          ours
                              ? Refusal.failed(status.code(), "internal_error", status.reasonPhrase())
                              : Refusal.invalid(
                                  status.code(),
                                  "invalid_request",
                                  "This is not a request of HTTP/1.1: " + status.reasonPhrase() + ".");
                      return DirectHandler.TransportResponse.builder()
                          .status(status)
                          .headers(headers)
                          .header(HeaderValues.CONTENT_TYPE_JSON)
                          .keepAlive(false)
                          .entity(refusal.body())
                          .build();
                    }));
    return builder.build();
  }
}
