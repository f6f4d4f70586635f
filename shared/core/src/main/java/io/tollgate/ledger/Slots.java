package io.tollgate.ledger;

/// The most calls that may be in flight on one account.
///
/// @param most at least 0; 0 lets nothing through
/// @param policy the id of the policy that says so, for people
/// @param slowdown while a budget is nearly spent
public record Slots(long most, String policy, Mode mode, Slowdown slowdown) {
  /// At full speed.
  public Slots(long most, String policy, Mode mode) {
    this(most, policy, mode, Slowdown.NONE);
  }

  /// How many may be in flight now.
  public long now() {
    return slowdown.of(most);
  }

  Slots at(Slowdown slower) {
    return new Slots(most, policy, mode, slower);
  }
}
