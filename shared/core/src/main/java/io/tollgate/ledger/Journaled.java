package io.tollgate.ledger;

import java.time.Instant;

/// Whether a reserved call may go to the provider.
public sealed interface Journaled {
  /// The journal item is open, and its bucket cannot be closed before the call has long ended.
  ///
  /// @param at the store's time in the answer that proved it
  record Open(Instant at) implements Journaled {}

  /// It may not: settle it as unserved, which also refuses a put that is still on its way.
  ///
  /// @param silent whether the store gave no answer at all, so that the record may stand there, may
  ///   yet land, or never will
  record Uncovered(String why, boolean silent) implements Journaled {}
}
