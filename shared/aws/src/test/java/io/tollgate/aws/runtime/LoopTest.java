package io.tollgate.aws.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.StreamingFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// Whoever reads from a socket does not hear of an interruption.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopTest {
  private static final String SEPARATOR = "\0".repeat(8);

  private final FakeRuntimeApi lambda = new FakeRuntimeApi();
  private final List<String> log = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    lambda.close();
  }

  // --- streaming ----------------------------------------------------------------------------

  @Test
  void a_chunk_is_on_the_wire_when_it_is_flushed_and_not_later() {
    var steps = new Semaphore(0);
    serve((event, invocation, response) -> {
      for (String word : List.of("one", "two", "three")) {
        steps.acquireUninterruptibly();
        response.write(bytes(word));
        response.flush();
      }
    });
    Invoked call = lambda.invoke("{}");
    for (String word : List.of("one", "two", "three")) {
      assertThat(call.isSilent()).isTrue();
      steps.release();
      assertThat(call.chunk()).isEqualTo(word);
    }
    assertThat(call.next()).isEqualTo(new Invoked.End(Map.of()));
  }

  @Test
  void an_answer_says_that_it_streams_and_that_prelude_and_body_are_in_it() {
    serve(
        Envelope.function((request, reply) -> {
          try (var body = reply.begin(200, Headers.of(Map.of("x-said", List.of(request.path()))))) {
            body.write(bytes("hello"));
          }
        }));
    Invoked call = lambda.invoke("{\"httpMethod\":\"GET\",\"path\":\"/v1/models\"}");
    assertThat(call.rest())
        .isEqualTo(
            "{\"statusCode\":200,\"headers\":{\"x-said\":\"/v1/models\"}}" + SEPARATOR + "hello");
    assertThat(call.header("lambda-runtime-function-response-mode")).isEqualTo("streaming");
    assertThat(call.header("content-type"))
        .isEqualTo("application/vnd.awslambda.http-integration-response");
  }

  @Test
  void an_empty_body_is_one_byte_because_none_would_hang_the_client() {
    serve(Envelope.function((request, reply) -> reply.begin(204, Headers.NONE).close()));
    assertThat(lambda.invoke("{}").rest())
        .isEqualTo("{\"statusCode\":204,\"headers\":{}}" + SEPARATOR + "\n");
  }

  @Test
  void work_after_the_last_byte_is_done_before_the_next_event_is_asked_for() {
    var mayEnd = new CountDownLatch(1);
    serve((event, invocation, response) -> {
      response.write(bytes("all"));
      response.close();
      await(mayEnd);
      log.add("settled");
    });
    Invoked call = lambda.invoke("{}");
    assertThat(call.rest()).isEqualTo("all");
    assertThat(lambda.requests)
        .containsExactly("GET invocation/next", "POST response " + call.id());
    assertThat(log).isEmpty();
    mayEnd.countDown();
    Invoked second = lambda.invoke("{}");
    assertThat(second.rest()).isEqualTo("all");
    assertThat(log).contains("settled");
  }

  @Test
  void a_failure_in_mid_stream_is_told_in_trailers() {
    serve((event, invocation, response) -> {
      response.write(bytes("half"));
      response.flush();
      throw new IllegalStateException("the rest is missing");
    });
    Invoked call = lambda.invoke("{}");
    assertThat(call.chunk()).isEqualTo("half");
    var trailers = ((Invoked.End) call.next()).trailers();
    assertThat(trailers)
        .containsEntry("lambda-runtime-function-error-type", "IllegalStateException");
    String body = trailers.getOrDefault("lambda-runtime-function-error-body", "");
    assertThat(new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"errorType\":\"IllegalStateException\","
                + "\"errorMessage\":\"the rest is missing\",\"stackTrace\":[]}");
    assertThat(call.header("trailer"))
        .isEqualTo("Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body");
  }

  @Test
  void a_failure_before_the_first_byte_is_told_as_an_error() {
    serve((event, invocation, response) -> {
      throw new IllegalStateException("nothing to say");
    });
    Invoked call = lambda.invoke("{}");
    assertThat(call.next())
        .isEqualTo(
            new Invoked.Failed(
                "IllegalStateException",
                "{\"errorType\":\"IllegalStateException\","
                    + "\"errorMessage\":\"nothing to say\",\"stackTrace\":[]}"));
    assertThat(lambda.requests).doesNotContain("POST response " + call.id());
  }

  @Test
  void what_is_no_event_of_http_is_answered_or_refused_and_the_next_one_is_served() {
    serve(
        Envelope.function((request, reply) -> {
          try (var body = reply.begin(request.path().equals("/") ? 404 : 200, Headers.NONE)) {
            body.write(bytes(request.path()));
          }
        }));
    Invoked odd = lambda.invoke("{\"Records\":[{\"messageId\":\"1\"}],\"path\":[7]}");
    Invoked list = lambda.invoke("[1,2]");
    Invoked broken = lambda.invoke("sk-secret is not JSON");
    Invoked empty = lambda.invoke("");
    Invoked good = lambda.invoke("{\"path\":\"/good\"}");
    assertThat(odd.rest()).startsWith("{\"statusCode\":404");
    assertThat(list.rest()).startsWith("{\"statusCode\":404");
    assertThat(broken.next()).isInstanceOf(Invoked.Failed.class).asString().doesNotContain("sk-");
    assertThat(empty.next()).isInstanceOf(Invoked.Heard.class);
    assertThat(good.rest()).endsWith("/good");
    assertThat(log.toString()).doesNotContain("sk-");
  }

  @Test
  void the_deadline_and_the_id_reach_the_function() {
    serve((event, invocation, response) ->
        response.write(bytes(invocation.id() + " " + invocation.deadline().toEpochMilli())));
    Invoked call = lambda.invoke("{}");
    String said = call.rest();
    assertThat(said).isEqualTo(call.id() + " " + call.deadline().toEpochMilli());
    assertThat(call.deadline()).isAfter(Instant.now());
  }

  // --- the connection -----------------------------------------------------------------------

  @Test
  void many_invocations_travel_on_one_connection() {
    serve((event, invocation, response) -> response.write(event));
    for (int i = 0; i < 200; i++) {
      assertThat(lambda.invoke("event " + i).rest()).isEqualTo("event " + i);
    }
    assertThat(lambda.connections()).isEqualTo(1);
  }

  @Test
  void a_connection_that_is_lost_while_waiting_is_opened_again() {
    lambda.hangUp(2);
    serve((event, invocation, response) -> response.write(event));
    assertThat(lambda.invoke("hello").rest()).isEqualTo("hello");
    assertThat(lambda.connections()).isEqualTo(3);
  }

  @Test
  void a_runtime_api_that_is_gone_ends_the_loop_with_a_sentence() {
    String address = lambda.address();
    lambda.close();
    var loop = new Loop(api(address), new Work.Buffered(event -> event), Tracing.LEFT, this::line);
    assertThatThrownBy(loop::run)
        .isInstanceOf(IOException.class)
        .hasMessage("the Runtime API at " + address + " is gone");
  }

  // --- buffered -----------------------------------------------------------------------------

  @Test
  void a_buffered_function_answers_in_one_piece() {
    serve(new Work.Buffered(event -> bytes("{\"got\":" + text(event) + "}")));
    assertThat(lambda.invoke("7").next()).isEqualTo(new Invoked.Whole("{\"got\":7}"));
    assertThat(lambda.invoke("8").next()).isEqualTo(new Invoked.Whole("{\"got\":8}"));
    assertThat(lambda.connections()).isEqualTo(1);
  }

  @Test
  void a_buffered_function_that_fails_is_told_as_an_error_and_serves_on() {
    serve(
        new Work.Buffered(event -> {
          if (text(event).equals("bad")) {
            throw new IOException("no event of mine");
          }
          return event;
        }));
    assertThat(lambda.invoke("bad").next())
        .isEqualTo(
            new Invoked.Failed(
                "IOException",
                "{\"errorType\":\"IOException\",\"errorMessage\":\"no event of mine\","
                    + "\"stackTrace\":[]}"));
    assertThat(lambda.invoke("good").next()).isEqualTo(new Invoked.Whole("good"));
  }

  // --- traces -------------------------------------------------------------------------------

  @Test
  void the_sdk_finds_the_trace_of_an_event_that_is_alone() {
    serve(
        new Work.Buffered(event -> bytes(System.getProperty(Tracing.PROPERTY, "none"))),
        Tracing.CONTINUED);
    assertThat(lambda.invoke("{}").next()).isEqualTo(new Invoked.Whole(FakeRuntimeApi.TRACE));
    Tracing.CONTINUED.follow("");
    assertThat(System.getProperty(Tracing.PROPERTY)).isNull();
  }

  @Test
  void traces_of_events_at_once_do_not_mix() {
    serve(
        new Work.Buffered(event -> bytes(System.getProperty(Tracing.PROPERTY, "none"))),
        Tracing.LEFT);
    assertThat(lambda.invoke("{}").next()).isEqualTo(new Invoked.Whole("none"));
  }

  private void serve(StreamingFunction function) {
    serve(new Work.Streamed(function));
  }

  private void serve(Work work) {
    serve(work, Tracing.LEFT);
  }

  private void serve(Work work, Tracing tracing) {
    var loop = new Loop(api(lambda.address()), work, tracing, this::line);
    Thread.ofVirtual()
        .start(() -> {
          try {
            loop.run();
          } catch (IOException gone) {
            // The test has ended.
          }
        });
  }

  static RuntimeApi api(String address) {
    return new RuntimeApi(Address.of(Map.of("AWS_LAMBDA_RUNTIME_API", address)));
  }

  private void line(io.tollgate.aws.log.Log.Level level, String event, Map<String, ?> fields) {
    log.add(level + " " + event + " " + fields);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
