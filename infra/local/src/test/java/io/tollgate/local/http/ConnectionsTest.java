package io.tollgate.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ConnectionsTest extends FrontFixture {
  @Test
  void one_connection_carries_many_calls_and_closes_when_asked() throws Exception {
    Front front = front((request, reply) -> text(request.path()).handle(request, reply));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      var out = socket.getOutputStream();
      out.write(
          ("GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
                  + "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
                  + "HEAD /c HTTP/1.1\r\nHost: x\r\n\r\n"
                  + "OPTIONS /d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
              .getBytes(UTF_8));
      String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(all.split("HTTP/1.1 200 ", -1)).hasSize(5);
      assertThat(all)
          .contains("\r\n\r\n/a", "\r\n\r\n/b", "connection: close")
          .endsWith("\r\n\r\n/d");
      assertThat(all).doesNotContain("\r\n\r\n/c");
    }
  }

  @Test
  void http_1_0_is_told_so_and_not_left_waiting() throws Exception {
    Front front = front(text("never"));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.getOutputStream().write("GET /v1/x HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 505 ")
          .contains("HTTP/1.1", "\"error\":{");
    }
  }

  @Test
  void many_calls_are_answered_at_once() throws Exception {
    var together = new CountDownLatch(200);
    Front front =
        front((request, reply) -> {
          together.countDown();
          await(together);
          text("ok").handle(request, reply);
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<CompletableFuture<String>>();
      for (int i = 0; i < 200; i++) {
        answers.add(CompletableFuture.supplyAsync(() -> raw(front), threads));
      }
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).endsWith("ok"));
    }
  }

  @Test
  void a_draining_front_ends_what_runs_and_takes_nothing_new() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Front front =
        front((request, reply) -> {
          begun.countDown();
          await(release);
          text("ended").handle(request, reply);
        });
    var running = client.sendAsync(to(front, "/v1/x").build(), BodyHandlers.ofString());
    await(begun);
    front.drain();
    var refused = get(front, "/v1/y");
    release.countDown();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(running.get().body()).isEqualTo("ended");
  }

  @Test
  void a_taken_port_is_an_error_at_once() {
    Front first = front(text("first"));
    assertThatThrownBy(() ->
            new Front(
                first.port(),
                Envelope.function(text("")),
                Envelope.function(text("")),
                CLOCK,
                Duration.ofSeconds(1),
                () -> "id"))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(java.net.BindException.class);
  }

  @Test
  void a_chunked_body_arrives_whole() throws Exception {
    var seen = new CompletableFuture<Request>();
    Front front = front(seen(seen));
    var body = new java.io.ByteArrayInputStream("y".repeat(100_000).getBytes(UTF_8));
    client.send(
        to(front, "/v1/chat/completions").POST(BodyPublishers.ofInputStream(() -> body)).build(),
        BodyHandlers.discarding());
    assertThat(seen.join().body()).hasSize(100_000);
  }

  @Test
  void a_client_that_hangs_up_makes_the_functions_writes_fail() throws Exception {
    var failed = new CompletableFuture<IOException>();
    Front front =
        front((request, reply) -> {
          OutputStream body = reply.begin(200, Headers.NONE);
          try {
            while (true) {
              body.write("data: more\n\n".getBytes(UTF_8));
              body.flush();
              Thread.sleep(1);
            }
          } catch (IOException e) {
            failed.complete(e);
            throw e;
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.getOutputStream().write("GET /v1/x HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));
      assertThat(socket.getInputStream().readNBytes(20)).hasSize(20);
    }
    assertThat(failed.get(10, TimeUnit.SECONDS)).hasMessageContaining("hung up");
  }

  private static String raw(Front front) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket
          .getOutputStream()
          .write("GET /v1/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
