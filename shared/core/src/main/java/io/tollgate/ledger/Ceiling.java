package io.tollgate.ledger;

import io.tollgate.money.Usd;

/// The most that one account may use in one window.
///
/// @param period which of the account's windows
/// @param limit at least 0; 0 lets nothing through
/// @param policy the id of the policy that says so, for people
public record Ceiling(Period period, Usd limit, String policy, Mode mode) {
  /// One that refuses.
  public Ceiling(Period period, Usd limit, String policy) {
    this(period, limit, policy, Mode.HARD);
  }
}
