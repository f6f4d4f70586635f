package io.tollgate.ledger;

import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Reading;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How far the buckets are closed: behind a closed bucket there is no open journal item, so what is
/// held in it is a leak.
///
/// The mark only grows, so an old copy of it is safe; this class keeps one. Safe for concurrent
/// use.
public final class Closing {
  private static final Key KEY = new Key("W#sweep", "W");
  private static final String MARK = "ct";
  private static final String MINUTES = "len";
  private static final int LONG_CALLS = 5;
  private static final int SHORT_CALLS = 1;

  /// The fence must lie well inside the close delay, whatever the clocks say.
  private static final int FENCES_IN_A_CLOSE_DELAY = 6;

  private final Table table;
  private final Duration delay;
  private volatile Bucket closed;
  // All calls of five minutes share it. Racing writers store equal values.
  private volatile Bucket current;

  private Closing(Table table, Duration delay, Bucket closed) {
    this.table = table;
    this.delay = delay;
    this.closed = closed;
    this.current = closed;
  }

  /// Reads the mark, or makes it at the first start of all: the newest bucket that is a close delay
  /// old. A younger one would let gateways that already run dispatch inside closed buckets.
  ///
  /// @param longestCall the most that a call may take
  /// @param grace what is added to it until a bucket is closed
  /// @throws StoreUnavailable if the store gives no answer
  /// @throws IllegalArgumentException if the two together are shorter than six fences
  public static Closing start(Table table, Duration longestCall, Duration grace) {
    Duration delay = longestCall.plus(grace);
    if (delay.compareTo(Fence.AFTER.multipliedBy(FENCES_IN_A_CLOSE_DELAY)) < 0) {
      throw new IllegalArgumentException(
          "the longest call (%s) and the grace (%s) together must be at least %s"
              .formatted(longestCall, grace, Fence.AFTER.multipliedBy(FENCES_IN_A_CLOSE_DELAY)));
    }
    Reading reading = table.get(KEY);
    Item item = reading.orEmpty();
    if (item.isEmpty()) {
      int minutes =
          longestCall.compareTo(Duration.ofMinutes(LONG_CALLS)) < 0 ? SHORT_CALLS : LONG_CALLS;
      Bucket old = Bucket.of(reading.at().minus(delay), minutes);
      // The bucket of that instant has not ended by then; the one before it has.
      Item first = Item.builder().set(MARK, old.number() - 1).set(MINUTES, minutes).build();
      item =
          switch (table.write(new Write.Put(KEY, first, new Condition.NoItem()))) {
            case Answer.Applied(Item made, Instant at) -> made;
            case Answer.Refused(Item other, Instant at) -> other;
            case Answer.NotApplied(String why) -> throw unavailable(why);
            case Answer.Unknown(String why) -> throw unavailable(why);
          };
    }
    return new Closing(table, delay, mark(item));
  }

  private static StoreUnavailable unavailable(String why) {
    return new StoreUnavailable(
        "the first close mark could not be written: " + why, new IllegalStateException(why));
  }

  private static Bucket mark(Item item) {
    return new Bucket(item.num(MARK).asLong(), (int) item.num(MINUTES).asLong());
  }

  /// The last closed bucket that this process knows of; there may be later ones.
  public Bucket closed() {
    return closed;
  }

  /// The last closed bucket that was due by then: as far as a calendar of that time may be trusted
  /// to know the windows of closed buckets. A process that froze meanwhile has an old calendar, and
  /// may yet have learned of buckets that were closed since.
  public Bucket closedBy(Instant asOf) {
    Bucket due = Bucket.of(asOf.minus(delay), minutes());
    Bucket ended = new Bucket(due.number() - 1, minutes());
    Bucket mark = closed;
    return ended.compareTo(mark) < 0 ? ended : mark;
  }

  /// The length of buckets, fixed by the first start of all.
  public int minutes() {
    return closed.minutes();
  }

  /// The bucket of an instant, mostly of now.
  public Bucket bucketOf(Instant instant) {
    Bucket bucket = current.at(instant);
    current = bucket;
    return bucket;
  }

  public Duration delay() {
    return delay;
  }

  /// Reads the mark anew.
  ///
  /// @return the store's time
  public Instant refresh() {
    Reading reading = table.get(KEY);
    advanceTo(mark(reading.orEmpty()));
    return reading.at();
  }

  private void advanceTo(Bucket mark) {
    // Racing refreshes may set an older mark for a moment, which is safe.
    if (mark.compareTo(closed) > 0) {
      closed = mark;
    }
  }

  boolean isDue(Bucket bucket, Instant now) {
    return !bucket.end().plus(delay).isAfter(now);
  }

  /// Closes the next bucket, which must have been found without an open journal item. Repeatable:
  /// it only ever moves the mark from the bucket before.
  ///
  /// @return whether the mark stands there now
  boolean close(Bucket bucket) {
    Write close =
        new Write.Update(
            KEY,
            List.of(Action.set(MARK, Num.of(bucket.number()))),
            Condition.is(MARK, Num.of(bucket.number() - 1)));
    if (table.write(close) instanceof Answer.Applied) {
      advanceTo(bucket);
    } else {
      refresh();
    }
    return closed.compareTo(bucket) >= 0;
  }
}
