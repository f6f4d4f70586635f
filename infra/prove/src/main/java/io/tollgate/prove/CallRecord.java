package io.tollgate.prove;

import io.tollgate.ledger.Reservation;
import java.time.Instant;

/// What the prover knows of one journal item and of the call behind it.
final class CallRecord {
  final String rid;
  final Reservation reservation;
  final long amount;
  final Instant landed;
  String state = "";
  String source = "";
  long net;
  boolean dispatched;

  /// Whether its own gateway has settled it at zero, for certain.
  boolean unserved;

  /// What the provider billed, or will; known to nobody else.
  long bill;

  /// @param landed when the item came to be
  CallRecord(Reservation reservation, Instant landed) {
    this.rid = reservation.rid().toString();
    this.reservation = reservation;
    this.landed = landed;
    this.amount = reservation.amount().picos().longValueExact();
  }

  boolean isOpen() {
    return state.equals("OPEN");
  }

  boolean isSettled() {
    return state.equals("SETTLED");
  }
}
