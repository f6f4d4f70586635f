package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.local.RunningGateway;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests that carry an `Idempotency-Key`: one answer is paid for, and what was never served may
/// be asked for again.
@Timeout(120)
class IdempotencyTest {
  private static final String HEADER = "Idempotency-Key";
  private static final RawProvider PROVIDER = new RawProvider();
  private static RunningGateway gateway;
  private static Caller caller;

  // A call of the house's models costs $0.10 at its cap of 1,000 tokens.
  @BeforeAll
  static void open() {
    gateway =
        RunningGateway.of(
            """
            organisation: acme
            providers:
              house:
                base_url: "%1$s"
                credential: none
                prices:
                  m: {input: 0, output: 100}
                  stream: {input: 0, output: 100}
                  broken: {input: 0, output: 100}
                  crowd: {input: 0, output: 100}
                  shaky: {input: 0, output: 100}
                  shared: {input: 0, output: 100}
            policies:
              - {rate: 100000/min, of: each key}
              - {budget: monthly, of: workspace, limit_usd: 1000}
              - {budget: monthly, of: feature/tight, limit_usd: 0.05}
            """
                .formatted(PROVIDER.baseUrl()),
            Map.of());
    caller = new Caller(gateway.ready());
    PROVIDER.on(
        "stream",
        (request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "Hi");
          RawProvider.usageChunk(out, 10);
          RawProvider.done(out);
        });
  }

  @AfterAll
  static void close() {
    gateway.close();
    PROVIDER.close();
  }

  private static void assertRefused(Caller.Answer repeat, String first) {
    assertThat(repeat.told()).as(repeat.body()).isEqualTo("409 request_already_made");
    assertThat(repeat.header("x-should-retry")).isEqualTo("false");
    assertThat(repeat.message()).contains(first);
    assertThat(repeat.json().at("/error/tollgate/first_request_id").asText()).isEqualTo(first);
  }

  @Test
  void the_second_of_two_alike_is_told_the_first_and_the_provider_is_called_once() {
    Caller.Answer first = caller.ask("house/m", HEADER, "twice");
    assertThat(first.told()).isEqualTo("200");
    Caller.Answer repeat = caller.ask("house/m", HEADER, "twice");
    assertRefused(repeat, first.header("tollgate-request-id"));
    assertThat(PROVIDER.heard("m")).isEqualTo(1);
    Caller.until(
        () -> !caller.story(repeat.header("tollgate-request-id")).path("state").isMissingNode());
    assertThat(caller.story(repeat.header("tollgate-request-id")).at("/decision/code").asText())
        .isEqualTo("request_already_made");
    assertThat(caller.ask("house/m", HEADER, "another").told()).isEqualTo("200");
  }

  @Test
  void a_streamed_answer_is_paid_once_too() {
    String streamed = Caller.prompt("house/stream", "\"stream\":true,\"max_tokens\":10");
    Caller.Answer first = caller.chat(streamed, HEADER, "streamed");
    assertThat(first.body()).contains("[DONE]");
    assertRefused(caller.chat(streamed, HEADER, "streamed"), first.header("tollgate-request-id"));
    assertThat(PROVIDER.heard("stream")).isEqualTo(1);
  }

  @Test
  void a_stream_that_broke_off_may_have_cost_something_and_is_not_sent_again() {
    PROVIDER.on(
        "broken",
        (request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "Hi");
        });
    String streamed = Caller.prompt("house/broken", "\"stream\":true,\"max_tokens\":10");
    Caller.Answer first = caller.chat(streamed, HEADER, "broken");
    assertThat(first.body()).contains("Hi", "error");
    assertRefused(caller.chat(streamed, HEADER, "broken"), first.header("tollgate-request-id"));
    assertThat(PROVIDER.heard("broken")).isEqualTo(1);
  }

  @Test
  void what_a_budget_refused_passes_once_there_is_room() {
    String[] tight = {"Tollgate-Feature", "tight", HEADER, "tight"};
    assertThat(caller.ask("house/m", tight).told()).isEqualTo("402 request_exceeds_budget");
    assertThat(caller.ask("house/m", tight).told()).isEqualTo("402 request_exceeds_budget");
    String smaller = Caller.prompt("house/m", "\"max_tokens\":100");
    assertThat(caller.chat(smaller, tight).told()).isEqualTo("200");
    assertThat(caller.chat(smaller, tight).told()).isEqualTo("409 request_already_made");
  }

  @Test
  void what_the_provider_refused_for_nothing_passes_again() {
    PROVIDER.on("shaky", (request, out) -> RawProvider.json(out, 503, "{\"error\":{}}"));
    assertThat(caller.ask("house/shaky", HEADER, "shaky").status()).isEqualTo(503);
    PROVIDER.on("shaky", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(10)));
    // The client has the whole refusal before the gateway has said so to the store.
    assertThat(caller.ask("house/shaky", HEADER, "shaky").told()).isEqualTo("200");
    assertThat(caller.ask("house/shaky", HEADER, "shaky").told())
        .isEqualTo("409 request_already_made");
    assertThat(PROVIDER.heard("shaky")).isEqualTo(2);
  }

  @Test
  void of_fifty_at_once_exactly_one_reaches_the_provider() throws Exception {
    var open = new CountDownLatch(1);
    PROVIDER.on(
        "crowd",
        (request, out) -> {
          open.await();
          RawProvider.json(out, 200, RawProvider.completion(10));
        });
    Map<Integer, Caller.Answer> answers = new ConcurrentHashMap<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 50)
          .forEach(i ->
              threads.execute(() -> {
                Caller.Answer answer = caller.ask("house/crowd", HEADER, "crowd");
                answers.put(i, answer);
                if (answers.size() == 49) {
                  open.countDown();
                }
              }));
    }
    List<Caller.Answer> served =
        answers.values().stream().filter(answer -> answer.status() == 200).toList();
    assertThat(served).hasSize(1);
    String first = served.getFirst().header("tollgate-request-id");
    answers.values().stream()
        .filter(answer -> answer.status() != 200)
        .forEach(answer -> assertRefused(answer, first));
    assertThat(answers).hasSize(50);
    assertThat(PROVIDER.heard("crowd")).isEqualTo(1);
  }

  @Test
  void two_keys_with_one_value_do_not_meet() {
    Caller other = caller.with(caller.newKey("{\"name\":\"other\"}"));
    assertThat(caller.ask("house/shared", HEADER, "shared").told()).isEqualTo("200");
    assertThat(other.ask("house/shared", HEADER, "shared").told()).isEqualTo("200");
    assertThat(PROVIDER.heard("shared")).isEqualTo(2);
  }
}
