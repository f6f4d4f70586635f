package io.tollgate.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.money.Usd;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What is read from the answers that an agent got.
class OutcomeTest {
  private static final Usd CALL = Usd.parse("0.06");
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  /// A call every 60 ms, 1,000 a minute.
  private static Outcome outcome(Promise promise, long letThrough) {
    List<Told> told =
        LongStream.range(0, 167)
            .mapToObj(i ->
                new Told(
                    Duration.ofMillis(60 * i),
                    Duration.ofMillis(1),
                    i < letThrough ? "200" : "402 budget_exceeded"))
            .toList();
    Usd billed = CALL.times(letThrough);
    var guard = new Guard("it", List.of(), false, promise);
    return new Outcome(
        guard, TEN_SECONDS, Duration.ZERO, told, billed, billed, List.of(), List.of());
  }

  @Test
  void a_thousand_calls_a_minute_of_six_cents_are_86_400_dollars_a_day() {
    Outcome outcome = outcome(Promise.NONE, 167);
    // Ten seconds have 166 pauses, and 167 calls: a third of a call more than their share.
    assertThat(outcome.aDay(CALL)).isEqualByComparingTo("86400.02");
    assertThat(outcome.stopped()).isEmpty();
    assertThat(outcome.firstRefusal()).isEmpty();
  }

  @Test
  void a_day_of_an_agent_that_was_stopped_is_what_it_had_until_then() {
    Outcome outcome = outcome(Promise.NONE, 16);
    assertThat(outcome.aDay(CALL)).isEqualByComparingTo("0.96");
    assertThat(outcome.stopped()).contains(Duration.ofMillis(900));
    assertThat(outcome.firstRefusal().orElseThrow().at()).isEqualTo(Duration.ofMillis(960));
  }

  @Test
  void a_promise_that_was_not_kept_is_said_with_its_numbers() {
    assertThat(outcome(Promise.dollars("1"), 16).broken(CALL)).isEmpty();
    assertThat(outcome(Promise.dollars("1"), 17).broken(CALL))
        .containsExactly("it: $1.02 billed, more than $1");
    assertThat(outcome(Promise.calls(100, 100), 117).broken(CALL)).isEmpty();
    assertThat(outcome(Promise.calls(100, 100), 118).broken(CALL))
        .containsExactly("it: 118 calls let through, more than 117");
    assertThat(outcome(Promise.silenceAfter(Duration.ofSeconds(5)), 84).broken(CALL)).isEmpty();
    assertThat(outcome(Promise.silenceAfter(Duration.ofSeconds(5)), 86).broken(CALL))
        .containsExactly("it: calls were let through for PT5.1S, longer than PT5S");
    assertThat(outcome(Promise.silenceAfter(Duration.ofSeconds(5)), 167).broken(CALL))
        .containsExactly("it: calls were let through to the end");
  }

  @Test
  void books_that_differ_from_the_bill_are_told() {
    Outcome right = outcome(Promise.NONE, 2);
    var wrong =
        new Outcome(
            right.guard(),
            right.lasted(),
            right.armed(),
            right.runaway(),
            right.billed(),
            Usd.ZERO,
            List.of(),
            right.runaway());
    assertThat(wrong.broken(CALL))
        .containsExactly(
            "it: $0.12 let through, $0.12 billed, $0 booked",
            "it: 165 calls of others were not let through");
  }
}
