package io.tollgate.ledger;

/// How fast one account may go: a token bucket kept as a clock that lags behind now by the credit
/// that is left.
///
/// An idle account gets its whole burst at once, never more than 1.25 of it.
///
/// @param resource what is counted
/// @param unit `s`, `m` or `h`: which of the account's clocks
/// @param perUnit how many are allowed in one unit of time, at least 1; what people are told
/// @param burst how many at once, at least 1
/// @param policy the id of the policy that says so, for people
public record Pace(
    Resource resource, char unit, long perUnit, long burst, String policy, Mode mode) {
  public enum Resource {
    REQUESTS('q'),
    TOKENS('t');

    private final char code;

    Resource(char code) {
      this.code = code;
    }
  }

  /// One that refuses.
  public Pace(Resource resource, char unit, long perUnit, long burst, String policy) {
    this(resource, unit, perUnit, burst, policy, Mode.HARD);
  }

  public Pace {
    if (perUnit < 1 || burst < 1) {
      throw new IllegalArgumentException(
          "a pace of " + perUnit + " with a burst of " + burst + ": both are at least 1");
    }
    if (perUnit > nanosOf(unit)) {
      throw new IllegalArgumentException(
          perUnit + " per " + unit + " is more than one in a nanosecond, which no clock can count");
    }
    // Burst and slack stay well inside a long: 100 years of nanoseconds.
    if (burst > 3_000_000_000_000_000_000L / Math.ceilDiv(nanosOf(unit), perUnit)) {
      throw new IllegalArgumentException(
          "a burst of " + burst + " is more than 95 years of credit");
    }
  }

  /// The attribute that holds the clock: nanoseconds since the epoch.
  public String clock() {
    return resource.code + "." + unit;
  }

  /// Nanoseconds that one unit of the resource costs, rounded up so that the pace is never
  /// exceeded.
  public long nanos() {
    return Math.ceilDiv(nanosOf(unit), perUnit);
  }

  private static long nanosOf(char unit) {
    return switch (unit) {
      case 's' -> 1_000_000_000L;
      case 'm' -> 60_000_000_000L;
      case 'h' -> 3_600_000_000_000L;
      default ->
          throw new IllegalArgumentException("a pace is per s, m or h, not per '" + unit + "'");
    };
  }
}
