package io.tollgate.proxy;

import io.tollgate.money.Usd;

/// The most that one call can cost.
sealed interface Estimate {
  Usd amount();

  /// The output cap of one choice, which the provider is told.
  long cap();

  long inputTokens();

  /// Over all choices.
  long outputTokens();

  /// Proven: no way to serve the request costs more.
  ///
  /// @param lowered whether the cap is lower than the one that the caller asked for
  record Bounded(Usd amount, long cap, boolean lowered, long inputTokens, long outputTokens)
      implements Estimate {}

  /// Not proven: the request lets the provider do what nothing in it limits.
  ///
  /// @param field which lets it
  /// @param sentence why, and what to do
  /// @param amount as much as one pass over the whole context costs; more is possible
  record Unboundable(
      String field, String sentence, Usd amount, long cap, long inputTokens, long outputTokens)
      implements Estimate {}
}
