package io.tollgate.books;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Period;
import io.tollgate.money.Usd;
import java.time.Instant;
import java.util.Optional;

/// How one limit of one account stands.
///
/// @param policy the id of the policy that says so
/// @param scope whose account
/// @param spent what was charged in the window
/// @param held for calls in flight, at their bounds
/// @param resetsAt when the window ends; empty for a total
public record BudgetRow(
    String policy,
    Scope scope,
    Period period,
    Usd limit,
    Mode mode,
    Usd spent,
    Usd held,
    Optional<Instant> resetsAt) {
  /// What calls can still hold; never below 0.
  public Usd left() {
    return limit.minus(spent).minus(held).max(Usd.ZERO);
  }
}
