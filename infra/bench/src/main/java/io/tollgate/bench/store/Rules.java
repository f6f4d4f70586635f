package io.tollgate.bench.store;

import java.util.ArrayList;
import java.util.List;

/// What a call may cost at the store.
final class Rules {
  /// Journal item, nine accounts and the spend row, two units each.
  private static final int A_LONE_CALL = 22;

  private static final int A_CALL_IN_A_BATCH = 4;
  private static final int ROUND_TRIPS = 2;

  private Rules() {}

  /// The rules that did not hold, a sentence each.
  static List<String> broken(Settling settling, int scopes, int calls, Counter counter) {
    var broken = new ArrayList<String>();
    Tally before = counter.tally(Phase.BEFORE);
    // What a re-based clock costs is allowed, and reported.
    long misses = before.rateMisses;
    exactly(
        "write units before the provider",
        before.writeUnits - misses,
        (scopes + 1L) * calls,
        broken);
    exactly(
        "reads before the provider, but for the head", before.reads - before.headReads, 0, broken);
    // A head read goes beside the reserves, and costs none.
    atMost(
        "round trips before the provider",
        before.roundTrips - misses,
        (long) ROUND_TRIPS * calls,
        broken);
    Tally after = counter.tally(Phase.AFTER);
    Tally queue = counter.tally(Phase.QUEUE);
    switch (settling) {
      case PROXY ->
          atMost(
              "write units to settle alone", after.writeUnits, (long) A_LONE_CALL * calls, broken);
      case QUEUE ->
          atMost(
              "write units to settle in batches",
              queue.writeUnits,
              (long) A_CALL_IN_A_BATCH * calls,
              broken);
    }
    return broken;
  }

  /// What a call may cost before the provider; reads of the head go beside the writes.
  static List<String> broken(
      String what, Tally before, long writeUnits, long roundTrips, int calls) {
    var broken = new ArrayList<String>();
    exactly(what + ", write units", before.writeUnits, writeUnits * calls, broken);
    exactly(what + ", round trips", before.roundTrips, roundTrips * calls, broken);
    exactly(what + ", reads but for the head", before.reads - before.headReads, 0, broken);
    return broken;
  }

  private static void exactly(String what, long is, long should, List<String> broken) {
    if (is != should) {
      broken.add("%s: %d, not %d".formatted(what, is, should));
    }
  }

  private static void atMost(String what, long is, long most, List<String> broken) {
    if (is > most) {
      broken.add("%s: %d, more than %d".formatted(what, is, most));
    }
  }
}
