package io.tollgate.prove;

import io.tollgate.ledger.Claim;
import java.time.Instant;
import java.util.OptionalLong;

/// Clients that send an `Idempotency-Key`: in a third of the worlds every second request has one,
/// and a handful share it, at once or minutes apart, as if each repeated the others.
///
/// Not in every world, and without asking chance, so that a kept seed stays the world that it was.
final class Repeating {
  private static final int EVERY = 3;
  private static final long SLOT_SECONDS = 300;
  private static final int VALUES = 4;

  private final boolean on;

  Repeating(long seed) {
    on = seed % EVERY == 0;
  }

  /// What this request sends; empty for most worlds.
  OptionalLong sent(String invocation, Instant at) {
    int draw = invocation.hashCode() >>> 1;
    if (!on || draw % 2 == 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(at.getEpochSecond() / SLOT_SECONDS * VALUES + draw / 2 % VALUES);
  }

  static Claim claim(String key, long sent, String request, Instant now) {
    return Claim.of(key, Long.toString(sent), request, now);
  }
}
