package io.tollgate.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class FrontTest extends FrontFixture {
  @Test
  void a_request_reaches_the_function_as_it_was_sent() throws Exception {
    var seen = new CompletableFuture<Request>();
    Front front = front(seen(seen));
    // The JDK's client asks for h2c with its first request, which is passed over.
    var response =
        client.send(
            to(front, "/v1/models/openai%2Fgpt%205.5?beta=true&tag=a%26b&tag=%C3%BC")
                .header("Tollgate-Agent", "one")
                .header("X-Twice", "a")
                .header("X-Twice", "b")
                .POST(BodyPublishers.ofString("{\"say\":\"grüße \\\"\\n\"}"))
                .build(),
            BodyHandlers.ofString());
    Request request = seen.join();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/models/openai/gpt 5.5");
    assertThat(request.query()).isEqualTo("beta=true&tag=a%26b&tag=%C3%BC");
    assertThat(request.headers().first("tollgate-agent")).contains("one");
    assertThat(request.headers().all("X-Twice")).containsExactly("a", "b");
    assertThat(new String(request.body(), UTF_8)).isEqualTo("{\"say\":\"grüße \\\"\\n\"}");
    assertThat(request.id()).isEqualTo("id-1");
    assertThat(request.deadline()).isEqualTo(CLOCK.instant().plusSeconds(900));
  }

  @Test
  void a_body_that_is_no_text_arrives_byte_for_byte() throws Exception {
    var seen = new CompletableFuture<Request>();
    byte[] body = new byte[5000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i * 31);
    }
    Front front = front(seen(seen));
    client.send(
        to(front, "/v1/files")
            .header("content-encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.discarding());
    assertThat(seen.join().body()).isEqualTo(body);
    assertThat(seen.join().headers().first("content-encoding")).contains("gzip");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40_000, 4_600_000})
  void a_body_of_any_size_arrives_whole(int size) throws Exception {
    var seen = new CompletableFuture<Request>();
    Front front = front(seen(seen));
    client.send(
        to(front, "/v1/chat/completions").POST(BodyPublishers.ofString("x".repeat(size))).build(),
        BodyHandlers.discarding());
    assertThat(seen.join().body()).hasSize(size);
  }

  @ParameterizedTest
  @ValueSource(ints = {7_000_000, 12_000_000})
  void a_body_over_lambdas_event_is_refused_in_openais_shape(int size) throws Exception {
    Front front = front(text("never"));
    var response =
        client.send(
            to(front, "/v1/chat/completions")
                .POST(BodyPublishers.ofByteArray(new byte[size]))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("\"code\":\"request_too_large\"", "\"error\":{");
    assertThat(get(front, "/v1/models").body()).isEqualTo("never");
  }

  @Test
  void each_flush_of_the_function_is_seen_before_the_next_is_written() throws Exception {
    var next = new SynchronousQueue<String>();
    Front front =
        front((request, reply) -> {
          try (var body =
              reply.begin(
                  200, Headers.builder().add("content-type", "text/event-stream").build())) {
            for (String line = take(next); !line.isEmpty(); line = take(next)) {
              body.write(("data: " + line + "\n").getBytes(UTF_8));
              body.flush();
            }
          }
        });
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(to(front, "/v1/chat/completions").build(), BodyHandlers.ofInputStream());
    next.put("0");
    var lines = new BufferedReader(new InputStreamReader(answer.get().body(), UTF_8));
    assertThat(lines.readLine()).isEqualTo("data: 0");
    for (int i = 1; i < 20; i++) {
      next.put("" + i);
      assertThat(lines.readLine()).isEqualTo("data: " + i);
    }
    next.put("");
    assertThat(lines.readLine()).isNull();
    assertThat(answer.get().headers().firstValue("content-type")).contains("text/event-stream");
  }

  private static String take(SynchronousQueue<String> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void work_after_the_last_byte_is_unseen_by_the_client() throws Exception {
    var release = new CountDownLatch(1);
    Front front =
        front((request, reply) -> {
          text("done").handle(request, reply);
          await(release);
        });
    assertThat(get(front, "/v1/x").body()).isEqualTo("done");
    assertThat(front.running()).isEqualTo(1);
    release.countDown();
  }

  @Test
  void routes_go_to_their_functions_and_unknown_ones_to_the_proxy() throws Exception {
    Front front = front(text("proxy"));
    for (String path : List.of("/v1/models", "/", "/administrator", "/unknown", "/healthy")) {
      assertThat(get(front, path).body()).isEqualTo("proxy");
    }
    for (String path : List.of("/health", "/admin", "/admin/v1/keys", "/health?x=1")) {
      assertThat(get(front, path).body()).isEqualTo("admin");
    }
  }

  @Test
  void status_and_headers_are_the_functions() throws Exception {
    Front front =
        front((request, reply) ->
            reply
                .begin(
                    402,
                    Headers.builder()
                        .add("x-should-retry", "false")
                        .add("set-thing", "a \"quoted\" \\ value")
                        .add("two", "1")
                        .add("two", "2")
                        .add("evil", "a\r\nforged: 1")
                        .add("content-length", "999")
                        .build())
                .close());
    var response = get(front, "/v1/x");
    assertThat(response.statusCode()).isEqualTo(402);
    assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    assertThat(response.headers().firstValue("set-thing")).contains("a \"quoted\" \\ value");
    assertThat(response.headers().allValues("two")).containsExactly("1", "2");
    assertThat(response.headers().firstValue("forged")).isEmpty();
    assertThat(response.headers().firstValue("content-length")).contains("1");
  }

  @Test
  void a_function_that_fails_before_its_answer_is_a_502_that_leaks_nothing() throws Exception {
    Front front =
        front((request, reply) -> {
          throw new IllegalStateException("secret detail");
        });
    var response = get(front, "/v1/x");
    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.body()).contains("internal_error", "id-1").doesNotContain("secret");
  }

  @Test
  void a_function_that_fails_in_its_answer_cuts_the_connection() {
    Front front =
        front((request, reply) -> {
          var body = reply.begin(200, Headers.NONE);
          body.write("half".getBytes(UTF_8));
          body.flush();
          throw new UncheckedIOException(new IOException("broken"));
        });
    assertThatThrownBy(() -> get(front, "/v1/x")).isInstanceOf(IOException.class);
  }
}
