package io.tollgate.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A few minutes of store time, by which held money is kept apart until it can be said that nobody
/// dispatches on it any more. Immutable.
public final class Bucket implements Comparable<Bucket> {
  private final long number;
  private final int minutes;

  // Every write of a call spells its bucket, so the spellings are made once. Threads that race here
  // make equal ones.
  private @Nullable Spelt spelt;

  /// How a bucket stands in names of the store.
  ///
  /// @param id base 36
  /// @param held the attribute of money that is held in it
  /// @param callsIn the attribute of calls in flight in it
  private record Spelt(String id, String held, String callsIn) {}

  /// @param number minutes since the epoch, divided by the length
  /// @param minutes the length: 5, or 1 where calls are short; the store says which, for ever
  public Bucket(long number, int minutes) {
    this.number = number;
    this.minutes = minutes;
  }

  public static Bucket of(Instant instant, int minutes) {
    return new Bucket(Math.floorDiv(instant.getEpochSecond(), 60L * minutes), minutes);
  }

  /// This bucket if the instant lies in it, so that what it knows of its spelling is used again.
  public Bucket at(Instant instant) {
    return contains(instant) ? this : of(instant, minutes);
  }

  private boolean contains(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60L * minutes) == number;
  }

  /// Minutes since the epoch, divided by the length.
  public long number() {
    return number;
  }

  public int minutes() {
    return minutes;
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
    return spelt().id();
  }

  String held() {
    return spelt().held();
  }

  String callsIn() {
    return spelt().callsIn();
  }

  private Spelt spelt() {
    Spelt known = spelt;
    if (known == null) {
      String id = Long.toString(number, 36);
      known = new Spelt(id, Account.HELD + id, Account.CALLS_IN + id);
      spelt = known;
    }
    return known;
  }

  public static long number(String id) {
    return Long.parseLong(id, 36);
  }

  @Override
  public int compareTo(Bucket other) {
    return Long.compare(number, other.number);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bucket bucket && bucket.number == number && bucket.minutes == minutes;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number) + minutes;
  }

  @Override
  public String toString() {
    return "bucket " + id() + " of " + minutes + " min";
  }
}
