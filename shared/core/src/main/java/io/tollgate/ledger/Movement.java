package io.tollgate.ledger;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Num;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How settlements change an account's used money per window, and what they release per bucket.
///
/// One call moves the same on all accounts that it is held on, and the same on all that it is only
/// booked on, so the clauses are made once for all of them.
///
/// @param used by how much, by attribute
/// @param released what is given back, by bucket
/// @param actions the clauses of that
/// @param guards under which what is given back is there
record Movement(
    Map<String, Num> used,
    Map<Bucket, Released> released,
    List<Action> actions,
    List<Condition> guards) {

  /// What calls that reserved in one bucket give back.
  record Released(Num amount, long calls) {
    Released plus(Released other) {
      return new Released(amount.plus(other.amount), calls + other.calls);
    }
  }

  static Movement booked(Windows windows, Num difference) {
    return of(uses(windows, difference), Map.of());
  }

  static Movement released(Windows windows, Num difference, Bucket bucket, Num amount) {
    return of(uses(windows, difference), Map.of(bucket, new Released(amount, 1)));
  }

  static Movement sum(List<Movement> movements) {
    var used = new LinkedHashMap<String, Num>();
    var released = new LinkedHashMap<Bucket, Released>();
    for (Movement movement : movements) {
      movement.used.forEach((attribute, by) -> used.merge(attribute, by, Num::plus));
      movement.released.forEach((bucket, what) -> released.merge(bucket, what, Released::plus));
    }
    return of(used, released);
  }

  private static Map<String, Num> uses(Windows windows, Num difference) {
    var used = new LinkedHashMap<String, Num>();
    for (String attribute : windows.used()) {
      used.put(attribute, difference);
    }
    return used;
  }

  // In the order in which a reserve writes the same attributes, which is how the table finds them
  // at once.
  private static Movement of(Map<String, Num> used, Map<Bucket, Released> released) {
    var actions = new ArrayList<Action>(used.size() + 3);
    var guards = new ArrayList<Condition>(2);
    used.forEach((attribute, by) -> actions.add(Action.add(attribute, by)));
    long calls = 0;
    for (Released what : released.values()) {
      calls += what.calls();
    }
    released.forEach((bucket, what) -> {
      actions.add(Action.addToExisting(Account.held(bucket), what.amount().negated()));
      guards.add(Condition.atLeast(Account.held(bucket), what.amount()));
    });
    if (calls > 0) {
      actions.add(Action.add(Account.CALLS, Num.of(-calls)));
    }
    released.forEach((bucket, what) -> {
      Num count = Num.of(what.calls());
      actions.add(Action.addToExisting(Account.callsIn(bucket), count.negated()));
      guards.add(Condition.atLeast(Account.callsIn(bucket), count));
    });
    return new Movement(used, released, actions, guards);
  }
}
