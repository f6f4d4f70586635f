package io.tollgate.ledger;

import io.tollgate.money.Usd;

/// The most that one account may use in one window.
///
/// @param period which of the account's windows
/// @param limit at least 0; 0 lets nothing through
/// @param policy the id of the policy that says so, for people
/// @param thresholds when somebody wants to be told; they decide on no call
public record Ceiling(Period period, Usd limit, String policy, Thresholds thresholds) {
  /// One with the usual thresholds.
  public Ceiling(Period period, Usd limit, String policy) {
    this(period, limit, policy, Thresholds.USUAL);
  }
}
