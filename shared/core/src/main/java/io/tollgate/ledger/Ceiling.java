package io.tollgate.ledger;

import io.tollgate.money.Usd;

/// The most that one account may use in one window.
///
/// @param period which of the account's windows
/// @param limit at least 0; 0 lets nothing through
/// @param policy the id of the policy that says so, for people
/// @param stages what it does before it stops
public record Ceiling(Period period, Usd limit, String policy, Mode mode, Stages stages) {
  /// One that refuses, and has the usual stages.
  public Ceiling(Period period, Usd limit, String policy) {
    this(period, limit, policy, Mode.HARD, Stages.USUAL);
  }

  /// Whether it slows callers down: one that never refuses does not.
  boolean throttles() {
    return mode.refuses() && stages.throttleFrom() < Stages.NEVER;
  }

  /// The same with another limit.
  public Ceiling limitedTo(Usd other) {
    return new Ceiling(period, other, policy, mode, stages);
  }
}
