package io.tollgate.ledger;

/// What became of one call that was to be settled.
public enum Settled {
  /// Its charge stands in the books now, by this very attempt.
  BOOKED,
  /// What it says was in the books already, or is overruled by what is.
  ALREADY,
  /// The store did not do it, or gave no answer. Repeat it: everything is guarded by the journal
  /// item.
  PENDING
}
