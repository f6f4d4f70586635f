package io.tollgate.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A runaway agent of 3,000 calls a minute, $0.06 each, meets each guard alone. Agents and people
/// leave most of a machine idle, so three gateways run at once, each with its share of the guards.
@Timeout(180)
class DemoTest {
  private static List<Outcome> outcomes = List.of();

  @BeforeAll
  static void run() throws Exception {
    Arguments arguments =
        Arguments.read(
            List.of("--in-process", "--seconds=3", "--before=1", "--calls=3000", "--people=10"),
            Demo.OPTIONS);
    var gateways = new ArrayList<Callable<List<Outcome>>>();
    for (List<Guard> guards : shares()) {
      gateways.add(() -> Demo.outcomes(guards, arguments, step -> {}));
    }
    var all = new ArrayList<Outcome>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var share : threads.invokeAll(gateways)) {
        all.addAll(share.get());
      }
    }
    outcomes = all;
  }

  private static List<List<Guard>> shares() {
    List<Guard> all = Guard.ALL;
    return List.of(all.subList(0, 2), all.subList(2, 4), all.subList(4, all.size()));
  }

  private static Outcome of(String name) {
    return outcomes.stream()
        .filter(outcome -> outcome.guard().name().contains(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void every_guard_keeps_its_promise_and_the_books_say_what_was_billed() {
    assertThat(outcomes).hasSameSizeAs(Guard.ALL);
    assertThat(outcomes).allSatisfy(it -> assertThat(it.broken(House.CALL)).isEmpty());
  }

  @Test
  void nobody_else_is_refused_anything() {
    assertThat(outcomes)
        .allSatisfy(it -> {
          assertThat(it.before()).hasSize(10).allMatch(Told::isLetThrough);
          assertThat(it.during()).hasSizeGreaterThanOrEqualTo(30).allMatch(Told::isLetThrough);
        });
  }

  @Test
  void without_a_guard_every_call_is_let_through_and_billed() {
    Outcome none = of("none");
    assertThat(none.letThrough()).hasSize(150);
    assertThat(none.billed().plain()).isEqualTo("9");
    assertThat(none.stopped()).isEmpty();
  }

  @Test
  void a_hundred_requests_a_minute_are_a_burst_of_a_hundred_and_then_a_drip() {
    Outcome rate = of("100 requests");
    assertThat(rate.letThrough()).hasSizeBetween(100, 106);
    assertThat(rate.firstRefusal().orElseThrow().answer()).isEqualTo("429 rate_limit_exceeded");
    assertThat(rate.stopped()).isEmpty();
  }

  @Test
  void a_budget_of_a_dollar_lets_sixteen_calls_through_and_no_seventeenth() {
    Outcome budget = of("budget");
    assertThat(budget.letThrough()).hasSize(16);
    assertThat(budget.billed().plain()).isEqualTo("0.96");
    assertThat(budget.runaway().getLast().answer()).startsWith("402 ");
    assertThat(budget.stopped()).isPresent();
  }

  @Test
  void a_throttle_refuses_earlier_and_lets_the_dollar_last_longer() {
    Outcome throttle = of("slowed down");
    Outcome budget = of("budget");
    assertThat(throttle.letThrough()).hasSizeBetween(5, 16);
    assertThat(throttle.firstRefusal().orElseThrow().answer()).isEqualTo("429 rate_limit_exceeded");
    assertThat(throttle.letThrough().getLast().at())
        .isGreaterThan(budget.letThrough().getLast().at());
  }

  @Test
  void a_loop_breaker_lets_five_through_and_then_one_each_twelve_seconds() {
    Outcome loop = of("loop breaker");
    assertThat(loop.letThrough()).hasSize(5);
    assertThat(loop.firstRefusal().orElseThrow().answer()).isEqualTo("429 rate_limit_exceeded");
  }

  @Test
  void a_suspended_key_is_silent_within_five_seconds() {
    Outcome killed = of("kill switch");
    assertThat(killed.armed()).isPositive();
    assertThat(killed.stopped().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(killed.runaway().getLast().answer()).isEqualTo("403 suspended");
  }
}
