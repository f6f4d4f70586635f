package io.tollgate.ledger;

/// What became of one hold that was asked for.
sealed interface Taken {
  record Held(Taking taking, Reserved.Grant grant) implements Taken {}

  record Denied(Denial denial) implements Taken {}

  record Outdated() implements Taken {}

  /// @param silent whether no answer came at all
  record Lost(String why, boolean silent) implements Taken {}
}
