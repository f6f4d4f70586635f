package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Num;
import io.tollgate.table.Write;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// How one account changes in a settlement: used money per window, and what is released per bucket.
///
/// Guarded on the sums: what is released must be there. Used money is never guarded, and a window
/// that was dropped is begun anew, since a write that cannot be understood would fail the innocent
/// calls beside it.
final class AccountChange {
  private final Scope scope;
  private final Instant now;
  private final Map<String, Num> used = new LinkedHashMap<>();
  private final Map<Bucket, Released> released = new LinkedHashMap<>();
  private final Map<String, Num> clocks = new LinkedHashMap<>();

  private record Released(Num amount, long calls) {
    Released plus(Released other) {
      return new Released(amount.plus(other.amount), calls + other.calls);
    }
  }

  AccountChange(Scope scope, Instant now) {
    this.scope = scope;
    this.now = now;
  }

  Scope scope() {
    return scope;
  }

  void use(Windows windows, Num difference) {
    windows.ids().forEach(window -> used.merge(window, difference, Num::plus));
  }

  void release(Bucket bucket, Num amount) {
    released.merge(bucket, new Released(amount, 1), Released::plus);
  }

  /// Gives a token clock back what the bound took too much (or takes what it took too little).
  void giveCredit(String clock, long nanosPerToken, long tokens) {
    BigInteger nanos = BigInteger.valueOf(nanosPerToken).multiply(BigInteger.valueOf(tokens));
    clocks.merge(clock, Num.of(nanos.negate()), Num::plus);
  }

  Write.Update write() {
    var actions = new ArrayList<Action>();
    var guards = new ArrayList<Condition>();
    used.forEach((window, difference) -> actions.add(Action.add(Account.used(window), difference)));
    long calls = 0;
    for (Map.Entry<Bucket, Released> entry : released.entrySet()) {
      String held = Account.held(entry.getKey());
      String callsIn = Account.callsIn(entry.getKey());
      Num count = Num.of(entry.getValue().calls());
      actions.add(Action.addToExisting(held, entry.getValue().amount().negated()));
      actions.add(Action.addToExisting(callsIn, count.negated()));
      guards.add(Condition.atLeast(held, entry.getValue().amount()));
      guards.add(Condition.atLeast(callsIn, count));
      calls += entry.getValue().calls();
    }
    if (calls > 0) {
      actions.add(Action.add(Account.CALLS, Num.of(-calls)));
    }
    clocks.forEach((clock, nanos) -> actions.add(Action.add(clock, nanos)));
    actions.addAll(Taking.naming(scope, now));
    return new Write.Update(Account.key(scope), actions, new Condition.All(guards));
  }
}
