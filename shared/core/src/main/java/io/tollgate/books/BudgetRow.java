package io.tollgate.books;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Period;
import io.tollgate.money.Usd;
import io.tollgate.policy.RaisedLimit;
import java.time.Instant;
import java.util.Optional;

/// How one limit of one account stands.
///
/// @param policy the id of the policy that says so
/// @param scope whose account
/// @param limit as it is now, raised or not
/// @param raise what raises it now; empty if nothing does
/// @param spent what was charged in the window
/// @param held for calls in flight, at their bounds
/// @param resetsAt when the window ends; empty for a total
/// @param passed the largest threshold that was raised for this window and limit, in percent of it;
///   0 for none
public record BudgetRow(
    String policy,
    Scope scope,
    Period period,
    Usd limit,
    Mode mode,
    Optional<RaisedLimit> raise,
    Usd spent,
    Usd held,
    Optional<Instant> resetsAt,
    int passed) {
  /// What calls can still hold; never below 0.
  public Usd left() {
    return limit.minus(spent).minus(held).max(Usd.ZERO);
  }
}
