package io.tollgate.table;

import java.time.Instant;

/// What the store said to a write of one item. There is no fifth answer, and no caller guesses.
public sealed interface Answer {
  /// The store's time where its answer carried none: earlier than every fence, so a missing time
  /// fails closed.
  Instant NO_TIME = Instant.EPOCH;

  /// It happened.
  ///
  /// @param item as it is now; empty after a delete
  /// @param at the store's clock
  record Applied(Item item, Instant at) implements Answer {}

  /// The condition did not hold; nothing changed.
  ///
  /// @param item as it was (and is); empty if there is none
  /// @param at the store's clock
  record Refused(Item item, Instant at) implements Answer {}

  /// A definite no without an item: a conflict with a transaction, or a throttle. May be sent
  /// again.
  record NotApplied(String why) implements Answer {}

  /// No answer, or one that says nothing (time-out, reset, 500, 503): it may have happened or may
  /// still happen.
  record Unknown(String why) implements Answer {}
}
