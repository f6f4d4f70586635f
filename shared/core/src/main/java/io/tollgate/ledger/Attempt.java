package io.tollgate.ledger;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Num;
import io.tollgate.table.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What all holds of one attempt to reserve have in common, made once.
///
/// @param held the attribute of money held in the attempt's bucket
/// @param callsIn the attribute of calls in flight in that bucket
/// @param takes the clauses that take the amount and one slot on any account
/// @param first the conditions under which any account lets itself be asked
record Attempt(
    Demand demand,
    Windows windows,
    Instant now,
    Num amount,
    String held,
    String callsIn,
    List<Action> takes,
    List<Condition> first) {

  static Attempt of(Demand demand, Windows windows, Instant now) {
    Num amount = Num.of(demand.amount().picos());
    Num policies = Num.of(demand.policies());
    var rid = new Text(demand.rid().toString());
    String held = Account.held(demand.rid().bucket());
    String callsIn = Account.callsIn(demand.rid().bucket());
    var takes = new ArrayList<Action>(10);
    for (String used : windows.used()) {
      takes.add(Action.add(used, amount));
    }
    takes.add(Action.add(held, amount));
    takes.add(Action.add(Account.CALLS, Num.ONE));
    takes.add(Action.add(callsIn, Num.ONE));
    takes.add(Action.set(Account.LAST, rid));
    takes.add(Action.set(Account.POLICIES, policies));
    List<Condition> first =
        List.of(
            Condition.any(
                new Condition.Lacks(Account.POLICIES),
                Condition.atMost(Account.POLICIES, policies)),
            Condition.any(new Condition.Lacks(Account.LAST), Condition.not(Account.LAST, rid)));
    return new Attempt(demand, windows, now, amount, held, callsIn, takes, first);
  }
}
