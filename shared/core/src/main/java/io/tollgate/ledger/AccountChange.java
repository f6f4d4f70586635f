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
import java.util.List;
import java.util.Map;

/// How one account changes in a settlement: used money per window, and what is released per bucket.
///
/// Guarded on the sums: what is released must be there. Used money is never guarded, and a window
/// that was dropped is begun anew, since a write that cannot be understood would fail the innocent
/// calls beside it.
final class AccountChange {
  private final Scope scope;
  private final Instant now;
  private final List<Movement> movements = new ArrayList<>(1);
  private final Map<String, Num> clocks = new LinkedHashMap<>(2);

  AccountChange(Scope scope, Instant now) {
    this.scope = scope;
    this.now = now;
  }

  Scope scope() {
    return scope;
  }

  void move(Movement movement) {
    movements.add(movement);
  }

  /// Gives a token clock back what the bound took too much (or takes what it took too little).
  void giveCredit(String clock, long nanosPerToken, long tokens) {
    BigInteger nanos = BigInteger.valueOf(nanosPerToken).multiply(BigInteger.valueOf(tokens));
    clocks.merge(clock, Num.of(nanos.negate()), Num::plus);
  }

  Write.Update write() {
    // A lone call is the usual case: nothing has to be summed.
    Movement.Clauses all =
        movements.size() == 1 ? movements.getFirst().clauses() : Movement.sum(movements);
    var actions = new ArrayList<Action>(all.actions().size() + clocks.size() + 3);
    actions.addAll(all.actions());
    for (Map.Entry<String, Num> clock : clocks.entrySet()) {
      actions.add(Action.add(clock.getKey(), clock.getValue()));
    }
    actions.addAll(Account.naming(scope, now));
    return new Write.Update(Account.key(scope), actions, new Condition.All(all.guards()));
  }
}
