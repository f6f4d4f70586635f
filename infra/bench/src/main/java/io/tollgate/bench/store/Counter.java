package io.tollgate.bench.store;

import io.tollgate.ledger.Fan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Counts what is asked of the store, phase by phase. Safe for concurrent use; calls are counted in
/// the phase of the moment, so that one call should run at a time.
///
/// It is also how several items are asked at once: one after the other, yet as many round trips as
/// the longest of them takes.
final class Counter implements Fan {
  private final Map<Phase, Tally> tallies = new EnumMap<>(Phase.class);
  private Phase phase = Phase.WARMUP;

  Counter() {
    for (Phase each : Phase.values()) {
      tallies.put(each, new Tally());
    }
  }

  synchronized void enter(Phase next) {
    phase = next;
  }

  /// From the provider's thread: what the gateway does from here on is after.
  synchronized void providerIsCalled() {
    if (phase == Phase.BEFORE) {
      phase = Phase.AFTER;
    }
  }

  synchronized void count(Consumer<Tally> what) {
    what.accept(tally(phase));
  }

  synchronized Tally tally(Phase of) {
    Tally tally = tallies.get(of);
    if (tally == null) {
      throw new IllegalStateException("no tally for " + of);
    }
    return tally;
  }

  @Override
  public <T> List<T> all(List<Supplier<T>> tasks) {
    long begin = roundTrips();
    long longest = begin;
    var results = new ArrayList<T>(tasks.size());
    for (Supplier<T> task : tasks) {
      count(tally -> tally.roundTrips = begin);
      results.add(task.get());
      longest = Math.max(longest, roundTrips());
    }
    long end = longest;
    count(tally -> tally.roundTrips = end);
    return results;
  }

  private synchronized long roundTrips() {
    return tally(phase).roundTrips;
  }
}
