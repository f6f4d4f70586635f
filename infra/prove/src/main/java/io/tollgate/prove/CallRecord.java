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

  /// Whether it passed although the store gave no answer.
  boolean uncounted;

  /// When it was charged otherwise for the last time.
  Instant changed;

  /// Whether its own gateway has settled it at zero, for certain.
  boolean unserved;

  /// What the provider billed, or will; known to nobody else.
  long bill;

  /// @param landed when the item came to be
  CallRecord(Reservation reservation, Instant landed) {
    this.rid = reservation.rid().toString();
    this.reservation = reservation;
    this.landed = landed;
    this.changed = landed;
    this.amount = reservation.amount().picos().longValueExact();
  }

  boolean isOpen() {
    return state.equals("OPEN");
  }

  /// Whether a provider bills it.
  boolean isSent() {
    return dispatched || uncounted;
  }

  /// What of the bill its bound covers: all of it, unless a provider ignored the cap.
  long covered() {
    return Math.min(bill, amount);
  }

  boolean isSettled() {
    return state.equals("SETTLED");
  }
}
