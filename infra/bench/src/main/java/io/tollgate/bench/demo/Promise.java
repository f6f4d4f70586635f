package io.tollgate.bench.demo;

import io.tollgate.money.Usd;
import java.time.Duration;
import java.util.Optional;

/// What a guard keeps, whatever the agent does.
@FunctionalInterface
interface Promise {
  Promise NONE = outcome -> Optional.empty();

  /// What did not hold, in a sentence; empty if all held.
  Optional<String> broken(Outcome outcome);

  /// At most so much is billed.
  static Promise dollars(String most) {
    return outcome ->
        unless(
            outcome.billed().compareTo(Usd.parse(most)) <= 0,
            "$%s billed, more than $%s".formatted(outcome.billed().plain(), most));
  }

  /// A burst at once, and from then on so many a minute.
  static Promise calls(int burst, int perMinute) {
    return outcome -> {
      long most = burst + 1 + outcome.lasted().multipliedBy(perMinute).toMinutes();
      int calls = outcome.letThrough().size();
      return unless(calls <= most, "%d calls let through, more than %d".formatted(calls, most));
    };
  }

  /// No call that is sent so long after the guard came into force is let through; the agent must
  /// run on for long enough to see it.
  static Promise silenceAfter(Duration time) {
    return outcome ->
        outcome
            .stopped()
            .map(after ->
                unless(
                    after.compareTo(time) <= 0,
                    "calls were let through for %s, longer than %s".formatted(after, time)))
            .orElseGet(() -> Optional.of("calls were let through to the end"));
  }

  private static Optional<String> unless(boolean holds, String otherwise) {
    return holds ? Optional.empty() : Optional.of(otherwise);
  }
}
