package io.tollgate.bench.cold;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// SQS and Secrets Manager, as far as the first call of a proxy goes.
final class Services implements AutoCloseable {
  private final HttpServer server;
  private final CountDownLatch told = new CountDownLatch(1);

  Services() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Waits until a usage event has come.
  void awaitEvent() throws InterruptedException {
    told.await();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      boolean isSecret =
          String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
              .startsWith("secretsmanager");
      byte[] body =
          (isSecret
                  ? "{\"SecretString\":\"{\\\"bench\\\":\\\"sk-bench\\\"}\"}"
                  : "{\"MessageId\":\"m\"}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      if (!isSecret) {
        told.countDown();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
