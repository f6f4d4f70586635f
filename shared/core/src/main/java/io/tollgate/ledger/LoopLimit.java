package io.tollgate.ledger;

import java.time.Duration;

/// How often the same may be asked on one account: a token bucket for each fingerprint.
///
/// So many at once, then one more each time that `within / most` has passed.
///
/// @param most at least 2
/// @param within 1 second to 24 hours
/// @param policy the id of the policy that says so, for people
public record LoopLimit(long most, Duration within, String policy, Mode mode) {
  public static final long FEWEST = 2;
  public static final long MOST = 1_000;
  public static final Duration SHORTEST = Duration.ofSeconds(1);
  public static final Duration LONGEST = Duration.ofHours(24);

  public LoopLimit {
    if (most < FEWEST || most > MOST) {
      throw new IllegalArgumentException(most + " repeats; " + FEWEST + " to " + MOST + " may be");
    }
    if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("repeats within " + within + "; 1 s to 24 h may be");
    }
  }

  /// Nanoseconds that one costs, rounded up so that the limit is never exceeded.
  long nanos() {
    return Math.ceilDiv(within.toNanos(), most);
  }

  long burstNanos() {
    return most * nanos();
  }
}
