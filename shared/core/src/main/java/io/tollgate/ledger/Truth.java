package io.tollgate.ledger;

import io.tollgate.spend.Charge;

/// What somebody knows of how a call ended. Only a final metered value ever replaces the bound.
public sealed interface Truth {
  /// The provider said what was used.
  record Metered(Charge charge) implements Truth {}

  /// The call ended, and nobody knows what it cost: a time-out, a broken stream, no usage. It is
  /// charged at its bound.
  record CostUnknown() implements Truth {}

  /// The provider was never called, or is proven not to bill what it did.
  record Unserved() implements Truth {}

  /// Nobody said anything until the bucket was due to close: charged at its bound. Only the sweep
  /// says so.
  record Expired() implements Truth {}

  /// What the call is charged if this is the first word about it.
  default Charge charge(Reservation reservation) {
    return switch (this) {
      case Metered(Charge charge) -> charge;
      case CostUnknown(), Expired() -> Charge.atBound(reservation.amount());
      case Unserved() -> Charge.NOTHING;
    };
  }

  /// Where the charge in the journal comes from.
  default Source source() {
    return switch (this) {
      case Metered metered -> Source.USAGE;
      case CostUnknown(), Expired() -> Source.BOUND;
      case Unserved() -> Source.NONE;
    };
  }
}
