package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests that carry an `Idempotency-Key`: one answer is paid for, and what was never served may
/// be asked for again.
@Timeout(120)
abstract class IdempotencyContract extends GatewayContract {
  private static final String HEADER = "Idempotency-Key";

  @Override
  Needs needs() {
    return Needs.policies("- {budget: monthly, of: feature/narrow, limit_usd: 0.05}")
        .models("twice", "stream", "broken", "crowd", "shaky", "shared");
  }

  @BeforeAll
  void behave() {
    provider().on("stream", (request, out) -> RawProvider.stream(out, "Hi", 10));
  }

  private static void assertRefused(Caller.Answer repeat, String first) {
    assertThat(repeat.told()).as(repeat.body()).isEqualTo("409 request_already_made");
    assertThat(repeat.header("x-should-retry")).isEqualTo("false");
    assertThat(repeat.message()).contains(first);
    assertThat(repeat.json().at("/error/tollgate/first_request_id").asText()).isEqualTo(first);
  }

  @Test
  void the_second_of_two_alike_is_told_the_first_and_the_provider_is_called_once() {
    Caller.Answer first = caller().ask("house/twice", HEADER, "twice");
    assertThat(first.told()).isEqualTo("200");
    Caller.Answer repeat = caller().ask("house/twice", HEADER, "twice");
    assertRefused(repeat, first.header("tollgate-request-id"));
    assertThat(provider().heard("twice")).isEqualTo(1);
    Caller.until(
        () -> !caller().story(repeat.header("tollgate-request-id")).path("state").isMissingNode());
    assertThat(caller().story(repeat.header("tollgate-request-id")).at("/decision/code").asText())
        .isEqualTo("request_already_made");
    assertThat(caller().ask("house/m", HEADER, "another").told()).isEqualTo("200");
  }

  @Test
  void a_streamed_answer_is_paid_once_too() {
    String streamed = Caller.prompt("house/stream", "\"stream\":true,\"max_tokens\":10");
    Caller.Answer first = caller().chat(streamed, HEADER, "streamed");
    assertThat(first.body()).contains("[DONE]");
    assertRefused(caller().chat(streamed, HEADER, "streamed"), first.header("tollgate-request-id"));
    assertThat(provider().heard("stream")).isEqualTo(1);
  }

  @Test
  void a_stream_that_broke_off_may_have_cost_something_and_is_not_sent_again() {
    provider()
        .on(
            "broken",
            (request, out) -> {
              RawProvider.sse(out);
              RawProvider.word(out, "Hi");
            });
    String streamed = Caller.prompt("house/broken", "\"stream\":true,\"max_tokens\":10");
    Caller.Answer first = caller().chat(streamed, HEADER, "broken");
    assertThat(first.body()).contains("Hi", "error");
    assertRefused(caller().chat(streamed, HEADER, "broken"), first.header("tollgate-request-id"));
    assertThat(provider().heard("broken")).isEqualTo(1);
  }

  @Test
  void what_a_budget_refused_passes_once_there_is_room() {
    String[] narrow = {"Tollgate-Feature", "narrow", HEADER, "narrow"};
    assertThat(caller().ask("house/m", narrow).told()).isEqualTo("402 request_exceeds_budget");
    assertThat(caller().ask("house/m", narrow).told()).isEqualTo("402 request_exceeds_budget");
    String smaller = Caller.prompt("house/m", "\"max_tokens\":100");
    assertThat(caller().chat(smaller, narrow).told()).isEqualTo("200");
    assertThat(caller().chat(smaller, narrow).told()).isEqualTo("409 request_already_made");
  }

  @Test
  void what_the_provider_refused_for_nothing_passes_again() {
    provider().on("shaky", (request, out) -> RawProvider.json(out, 503, "{\"error\":{}}"));
    assertThat(caller().ask("house/shaky", HEADER, "shaky").status()).isEqualTo(503);
    provider()
        .on("shaky", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(10)));
    // Whoever has heard of the refusal may repeat that very moment: the store knows of it by then.
    assertThat(caller().ask("house/shaky", HEADER, "shaky").told()).isEqualTo("200");
    assertThat(caller().ask("house/shaky", HEADER, "shaky").told())
        .isEqualTo("409 request_already_made");
    assertThat(provider().heard("shaky")).isEqualTo(2);
  }

  @Test
  void of_many_at_once_exactly_one_reaches_the_provider() throws Exception {
    int callers = callers(50);
    var open = new CountDownLatch(1);
    provider()
        .on(
            "crowd",
            (request, out) -> {
              open.await();
              RawProvider.json(out, 200, RawProvider.completion(10));
            });
    Map<Integer, Caller.Answer> answers = new ConcurrentHashMap<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, callers)
          .forEach(i ->
              threads.execute(() -> {
                Caller.Answer answer =
                    caller().admitted(Caller.prompt("house/crowd"), HEADER, "crowd");
                answers.put(i, answer);
                if (answers.size() == callers - 1) {
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
    assertThat(answers).hasSize(callers);
    assertThat(provider().heard("crowd")).isEqualTo(1);
  }

  @Test
  void two_keys_with_one_value_do_not_meet() {
    Caller other = caller().with(caller().newKey("{\"name\":\"other\"}"));
    assertThat(caller().ask("house/shared", HEADER, "shared").told()).isEqualTo("200");
    assertThat(other.ask("house/shared", HEADER, "shared").told()).isEqualTo("200");
    assertThat(provider().heard("shared")).isEqualTo(2);
  }
}
