package io.tollgate.ledger;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Num;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one call's settlement does to an account: used money changes in each window, and a hold is
/// released.
///
/// It is the same on all accounts that the call is held on, and the same on all that it is only
/// booked on, so the clauses are made once for all of them.
///
/// @param windows of the bucket that admitted the call
/// @param used by how much used money changes in each
/// @param release what is given back; empty where nothing is held
/// @param clauses of this movement alone
record Movement(Windows windows, Num used, Optional<Release> release, Clauses clauses) {
  /// One call's hold.
  record Release(Bucket bucket, Num amount) {}

  /// How movements are written.
  ///
  /// @param guards under which what is given back is there
  record Clauses(List<Action> actions, List<Condition> guards) {}

  static Movement booked(Windows windows, Num used) {
    return of(windows, used, Optional.empty());
  }

  static Movement released(Windows windows, Num used, Bucket bucket, Num amount) {
    return of(windows, used, Optional.of(new Release(bucket, amount)));
  }

  // In the order in which a reserve writes the same attributes, which is how the table finds them
  // at once.
  private static Movement of(Windows windows, Num used, Optional<Release> release) {
    var actions = new ArrayList<Action>(8);
    var guards = new ArrayList<Condition>(2);
    for (String attribute : windows.used()) {
      actions.add(Action.add(attribute, used));
    }
    if (release.isPresent()) {
      Bucket bucket = release.get().bucket();
      holds(bucket, release.get().amount(), actions, guards);
      calls(1, actions);
      callsIn(bucket, 1, actions, guards);
    }
    return new Movement(windows, used, release, new Clauses(actions, guards));
  }

  /// Several movements of one account in one write.
  static Clauses sum(List<Movement> movements) {
    Map<String, Num> used = new LinkedHashMap<>();
    Map<Bucket, Num> amounts = new LinkedHashMap<>();
    Map<Bucket, Long> counts = new LinkedHashMap<>();
    for (Movement movement : movements) {
      movement.windows.used().forEach(window -> used.merge(window, movement.used, Num::plus));
      movement.release.ifPresent(release -> {
        amounts.merge(release.bucket(), release.amount(), Num::plus);
        counts.merge(release.bucket(), 1L, Long::sum);
      });
    }
    var actions = new ArrayList<Action>();
    var guards = new ArrayList<Condition>();
    used.forEach((attribute, by) -> actions.add(Action.add(attribute, by)));
    amounts.forEach((bucket, amount) -> holds(bucket, amount, actions, guards));
    calls(counts.values().stream().mapToLong(Long::longValue).sum(), actions);
    counts.forEach((bucket, count) -> callsIn(bucket, count, actions, guards));
    return new Clauses(actions, guards);
  }

  private static void holds(
      Bucket bucket, Num amount, List<Action> actions, List<Condition> guards) {
    actions.add(Action.addToExisting(Account.held(bucket), amount.negated()));
    guards.add(Condition.atLeast(Account.held(bucket), amount));
  }

  private static void calls(long ended, List<Action> actions) {
    if (ended > 0) {
      actions.add(Action.add(Account.CALLS, Num.of(-ended)));
    }
  }

  private static void callsIn(
      Bucket bucket, long ended, List<Action> actions, List<Condition> guards) {
    actions.add(Action.addToExisting(Account.callsIn(bucket), Num.of(-ended)));
    guards.add(Condition.atLeast(Account.callsIn(bucket), Num.of(ended)));
  }
}
