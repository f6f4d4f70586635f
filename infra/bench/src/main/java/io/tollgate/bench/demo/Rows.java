package io.tollgate.bench.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/// Outcomes as rows of the report.
final class Rows {
  static final List<String> RUNAWAY =
      List.of(
          "guard",
          "calls",
          "let through",
          "billed $",
          "a day $",
          "from s",
          "refuses after s",
          "with",
          "stops after s");

  static final List<String> OTHERS =
      List.of(
          "guard",
          "calls before",
          "p50 ms before",
          "p99 ms before",
          "calls beside it",
          "p50 ms beside it",
          "p99 ms beside it",
          "refused");

  private static final String NEVER = "never";

  private Rows() {}

  static List<Object> runaway(Outcome outcome) {
    Duration armed = outcome.armed();
    return List.of(
        outcome.guard().name(),
        outcome.runaway().size(),
        outcome.letThrough().size(),
        new BigDecimal(outcome.billed().plain()).setScale(2, RoundingMode.UP),
        outcome.aDay(House.CALL),
        seconds(armed),
        outcome.firstRefusal().<Object>map(told -> seconds(told.at().minus(armed))).orElse(NEVER),
        outcome.firstRefusal().map(Told::answer).orElse(""),
        outcome.stopped().<Object>map(Rows::seconds).orElse(NEVER));
  }

  static List<Object> others(Outcome outcome) {
    return List.of(
        outcome.guard().name(),
        outcome.before().size(),
        millis(outcome.before(), 50),
        millis(outcome.before(), 99),
        outcome.during().size(),
        millis(outcome.during(), 50),
        millis(outcome.during(), 99),
        outcome.othersRefused());
  }

  private static BigDecimal seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).setScale(1, RoundingMode.HALF_UP);
  }

  /// What so many percent of the calls took at most.
  private static BigDecimal millis(List<Told> told, int percent) {
    List<Duration> sorted = told.stream().map(Told::took).sorted().toList();
    int index = Math.min(sorted.size() - 1, sorted.size() * percent / 100);
    return index < 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(sorted.get(index).toNanos(), 6).setScale(1, RoundingMode.HALF_UP);
  }
}
