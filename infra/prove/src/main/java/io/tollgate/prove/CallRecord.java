package io.tollgate.prove;

import io.tollgate.ledger.Reservation;

/// What the prover knows of one journal item and of the call behind it.
final class CallRecord {
  final String rid;
  final Reservation reservation;
  final long amount;
  String state = "";
  String source = "";
  long net;
  boolean dispatched;

  /// Whether its own gateway has settled it at zero, for certain.
  boolean unserved;

  /// What the provider billed, or will; known to nobody else.
  long bill;

  CallRecord(Reservation reservation) {
    this.rid = reservation.rid().toString();
    this.reservation = reservation;
    this.amount = reservation.amount().picos().longValueExact();
  }

  boolean isOpen() {
    return state.equals("OPEN");
  }

  boolean isSettled() {
    return state.equals("SETTLED");
  }
}
