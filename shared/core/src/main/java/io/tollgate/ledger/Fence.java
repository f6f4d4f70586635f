package io.tollgate.ledger;

import java.time.Duration;
import java.time.Instant;

/// The last look before a call goes to the provider: did its journal item land, by the store's own
/// clock, long before its bucket can be closed? No clock of ours is asked; they stop in a freeze.
final class Fence {
  /// How long after the end of its bucket a journal item may land. A close delay is at least six
  /// times this.
  static final Duration AFTER = Duration.ofSeconds(10);

  /// How far ahead of the store a process may have taken its bucket.
  private static final Duration BEFORE = Duration.ofSeconds(30);

  private Fence() {}

  /// @param landed the store's time in the answer that proved the journal item open
  static boolean holds(Bucket bucket, Instant landed) {
    return !landed.isBefore(bucket.start().minus(BEFORE))
        && !landed.isAfter(bucket.end().plus(AFTER));
  }

  /// The first bucket whose journal items may land at this time and pass.
  static Bucket first(Instant landed, int minutes) {
    return Bucket.of(landed.minus(AFTER), minutes);
  }

  /// The last one.
  static Bucket last(Instant landed, int minutes) {
    return Bucket.of(landed.plus(BEFORE), minutes);
  }
}
