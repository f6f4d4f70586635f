package io.tollgate.ledger;

/// What is to be settled.
///
/// @param reservation whose
/// @param truth how the call ended
/// @param facts what else is known of the call, as JSON for people; empty if nothing
/// @param unreserved whether the call was let through although the store gave no answer: then it is
///   no defect if its journal item does not exist
public record Incoming(Reservation reservation, Truth truth, String facts, boolean unreserved) {
  /// Of a call that was reserved.
  public Incoming(Reservation reservation, Truth truth, String facts) {
    this(reservation, truth, facts, false);
  }
}
