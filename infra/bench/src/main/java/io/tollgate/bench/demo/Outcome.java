package io.tollgate.bench.demo;

import io.tollgate.money.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What came of one guard.
///
/// @param lasted how long the agent ran
/// @param armed when the guard came into force, from the agent's start
/// @param runaway what the agent was told, in the order of its calls
/// @param billed by the provider of the agent's calls
/// @param booked for the agent, in the gateway's books
/// @param before what all others were told while they were alone
/// @param during and while the agent ran
record Outcome(
    Guard guard,
    Duration lasted,
    Duration armed,
    List<Told> runaway,
    Usd billed,
    Usd booked,
    List<Told> before,
    List<Told> during) {
  /// Whoever was let through nothing for so long is stopped: far longer than any pause of a rate.
  private static final Duration QUIET = Duration.ofSeconds(1);

  /// Its pace at the end is that of so much of its time: long enough for a slow drip to be seen.
  private static final int LAST_PART = 3;

  private static final Duration DAY = Duration.ofDays(1);

  Outcome {
    runaway = List.copyOf(runaway);
    before = List.copyOf(before);
    during = List.copyOf(during);
  }

  List<Told> letThrough() {
    return runaway.stream().filter(Told::isLetThrough).toList();
  }

  Optional<Told> firstRefusal() {
    return runaway.stream().filter(told -> !told.isLetThrough()).findFirst();
  }

  /// How long after the guard came into force the last call was let through; empty if calls were
  /// let through to the end.
  Optional<Duration> stopped() {
    if (!letThroughInTheLast(QUIET).isEmpty()) {
      return Optional.empty();
    }
    List<Told> passed = letThrough();
    return Optional.of(passed.isEmpty() ? Duration.ZERO : passed.getLast().at().minus(armed))
        .map(time -> time.isNegative() ? Duration.ZERO : time);
  }

  private List<Told> letThroughInTheLast(Duration part) {
    Duration from = lasted.minus(part);
    return letThrough().stream().filter(told -> told.at().compareTo(from) >= 0).toList();
  }

  /// What a day would cost: what was billed and, unless the agent was stopped, the rest of the day
  /// at its pace at the end.
  ///
  /// @param call what each costs
  BigDecimal aDay(Usd call) {
    BigDecimal soFar = new BigDecimal(billed.plain());
    Duration part = lasted.dividedBy(LAST_PART);
    List<Told> end = letThroughInTheLast(part);
    if (stopped().isPresent() || end.isEmpty()) {
      return soFar.setScale(2, RoundingMode.HALF_UP);
    }
    // From call to call, since the part begins and ends in the middle of a pause.
    boolean one = end.size() == 1;
    Duration time = one ? part : end.getLast().at().minus(end.getFirst().at());
    return new BigDecimal(call.plain())
        .multiply(BigDecimal.valueOf(one ? 1 : end.size() - 1))
        .multiply(BigDecimal.valueOf(DAY.minus(lasted).toNanos()))
        .divide(BigDecimal.valueOf(time.toNanos()), 2, RoundingMode.HALF_UP)
        .add(soFar)
        .setScale(2, RoundingMode.HALF_UP);
  }

  /// How many calls of others were not let through.
  long othersRefused() {
    return during.stream().filter(told -> !told.isLetThrough()).count()
        + before.stream().filter(told -> !told.isLetThrough()).count();
  }

  /// Each rule that did not hold, a sentence each.
  List<String> broken(Usd call) {
    var broken = new ArrayList<String>();
    guard.promise().broken(this).ifPresent(broken::add);
    Usd passed = call.times(letThrough().size());
    if (!billed.equals(passed) || !booked.equals(passed)) {
      broken.add(
          "$%s let through, $%s billed, $%s booked"
              .formatted(passed.plain(), billed.plain(), booked.plain()));
    }
    if (othersRefused() > 0) {
      broken.add(othersRefused() + " calls of others were not let through");
    }
    return broken.stream().map(rule -> guard.name() + ": " + rule).toList();
  }
}
