package io.tollgate.ledger;

/// The most calls that may be in flight on one account.
///
/// @param most at least 0; 0 lets nothing through
/// @param policy the id of the policy that says so, for people
public record Slots(long most, String policy, Mode mode) {}
