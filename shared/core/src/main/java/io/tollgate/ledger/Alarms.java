package io.tollgate.ledger;

import io.tollgate.money.Usd;

/// Where the ledger says that something happened which should never happen. Must not throw.
@FunctionalInterface
public interface Alarms {
  void raise(Alarm alarm);

  /// What an operator must know; each has a page in the runbook.
  sealed interface Alarm {
    /// A call cost more than its bound: it was charged in full, and the limit may be passed by the
    /// difference. Told at least once, and again if the settlement is repeated.
    ///
    /// @param model its name in the books
    record BoundViolation(Rid rid, String provider, String model, Usd bound, Usd cost)
        implements Alarm {}

    /// After that, the store did not take the note that the model's cap is not to be trusted any
    /// more: the next violation tries again.
    record CapStillTrusted(Rid rid, String provider, String model) implements Alarm {}

    /// A call that was settled as never sent has cost money after all.
    record FenceViolation(Rid rid, Usd cost) implements Alarm {}

    /// A call ended whose journal item does not exist: it was booked as an unreserved one.
    record UnjournaledCall(Rid rid) implements Alarm {}

    /// A journal item cannot be read, so its bucket cannot be closed.
    record UnreadableJournal(String pk, String sk, String why) implements Alarm {}
  }
}
