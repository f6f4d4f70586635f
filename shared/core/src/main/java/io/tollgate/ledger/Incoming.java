package io.tollgate.ledger;

/// What is to be settled.
///
/// @param reservation whose
/// @param truth how the call ended
/// @param facts what else is known of the call, as JSON for people; empty if nothing
public record Incoming(Reservation reservation, Truth truth, String facts) {}
