package io.tollgate.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Handler;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/// A front on a free port, with a handler for a proxy.
abstract class FrontFixture {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

  final AtomicInteger ids = new AtomicInteger();
  final HttpClient client = HttpClient.newHttpClient();
  final List<AutoCloseable> open = new ArrayList<>(List.of(client));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : open) {
      if (part instanceof HttpClient http) {
        http.shutdownNow();
      } else {
        part.close();
      }
    }
  }

  Front front(Handler proxy) {
    return front(proxy, text("admin"));
  }

  Front front(Handler proxy, Handler admin) {
    var front =
        new Front(
            0,
            Envelope.function(proxy),
            Envelope.function(admin),
            CLOCK,
            Duration.ofMinutes(15),
            () -> "id-" + ids.incrementAndGet());
    open.add(front);
    return front;
  }

  static Handler text(String text) {
    return (request, reply) -> {
      try (var body = reply.begin(200, Headers.NONE)) {
        body.write(text.getBytes(UTF_8));
      }
    };
  }

  static Handler seen(CompletableFuture<Request> seen) {
    return (request, reply) -> {
      seen.complete(request);
      reply.begin(200, Headers.NONE).close();
    };
  }

  static HttpRequest.Builder to(Front front, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path));
  }

  HttpResponse<String> get(Front front, String path) throws Exception {
    return client.send(to(front, path).build(), BodyHandlers.ofString());
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
