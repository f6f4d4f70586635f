package io.tollgate.ledger;

import java.time.Instant;

/// Whether a reserved call may go to the provider.
public sealed interface Journaled {
  /// The journal item is open, and its bucket cannot be closed before the call has long ended.
  ///
  /// @param at the store's time in the answer that proved it
  record Open(Instant at) implements Journaled {}

  /// It may not: settle it as unserved, which also refuses a put that is still on its way.
  record Uncovered(String why) implements Journaled {}
}
