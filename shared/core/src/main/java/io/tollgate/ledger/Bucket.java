package io.tollgate.ledger;

import java.time.Duration;
import java.time.Instant;

/// A few minutes of store time, by which held money is kept apart until it can be said that nobody
/// dispatches on it any more.
///
/// @param number minutes since the epoch, divided by the length
/// @param minutes the length: 5, or 1 where calls are short; the store says which, for ever
public record Bucket(long number, int minutes) implements Comparable<Bucket> {
  public static Bucket of(Instant instant, int minutes) {
    return new Bucket(Math.floorDiv(instant.getEpochSecond(), 60L * minutes), minutes);
  }

  public Instant start() {
    return Instant.ofEpochSecond(number * 60L * minutes);
  }

  public Instant end() {
    return start().plus(Duration.ofMinutes(minutes));
  }

  public Bucket next() {
    return new Bucket(number + 1, minutes);
  }

  /// As it stands in names of the store: base 36.
  public String id() {
    return Long.toString(number, 36);
  }

  public static long number(String id) {
    return Long.parseLong(id, 36);
  }

  @Override
  public int compareTo(Bucket other) {
    return Long.compare(number, other.number);
  }
}
