package io.tollgate.ledger;

import io.tollgate.table.Condition;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Closes buckets whose calls have all ended: charges what a crash left open at its bound, then
/// moves the mark, one bucket at a time. Any number of sweeps may overlap, without a lock; its
/// clock is the store's.
public final class Sweep {
  /// A run that began every minute ends before the next one does.
  private static final Duration LONGEST_RUN = Duration.ofSeconds(50);

  /// What landed after its bucket was closed (a failed fence whose zero settlement never got
  /// through) is looked for once more, this long after the close.
  private static final Duration SECOND_LOOK = Duration.ofMinutes(15);

  private final Table table;
  private final Closing closing;
  private final Settler settler;
  private final Alarms alarms;
  private final InstantSource local;

  Sweep(Table table, Closing closing, Settler settler, Alarms alarms, InstantSource local) {
    this.table = table;
    this.closing = closing;
    this.settler = settler;
    this.alarms = alarms;
    this.local = local;
  }

  /// What one run did.
  ///
  /// @param closed the last closed bucket
  /// @param charged calls that were charged at their bound
  /// @param lag how long ago, by the store's clock, the last closed bucket ended
  public record Swept(Bucket closed, List<Reservation> charged, Duration lag) {
    public Swept {
      charged = List.copyOf(charged);
    }
  }

  /// Works until nothing is due or its time is nearly over.
  ///
  /// @throws io.tollgate.table.StoreUnavailable if the store cannot be read; what was closed stays
  ///   closed
  public Swept run() {
    Instant begun = local.instant();
    Instant now = closing.refresh();
    var charged = new ArrayList<Reservation>();
    secondLook(now, charged);
    Bucket next = closing.closed().next();
    while (closing.isDue(next, now) && hasTime(begun)) {
      if (!isClosable(next, now, begun, charged) || !closing.close(next)) {
        break;
      }
      next = closing.closed().next();
    }
    Bucket closed = closing.closed();
    return new Swept(closed, charged, Duration.between(closed.end(), now));
  }

  private boolean hasTime(Instant begun) {
    return local.instant().isBefore(begun.plus(LONGEST_RUN));
  }

  /// Charges what is open until a full look finds nothing open.
  private boolean isClosable(Bucket bucket, Instant now, Instant begun, List<Reservation> charged) {
    while (hasTime(begun)) {
      List<Row> open = openItems(bucket);
      if (open.isEmpty()) {
        return true;
      }
      if (!charge(open, now, charged)) {
        return false;
      }
    }
    return false;
  }

  private void secondLook(Instant now, List<Reservation> charged) {
    Duration since = closing.delay().plus(SECOND_LOOK);
    Bucket bucket = Bucket.of(now.minus(since), closing.minutes());
    // The bucket of that instant has not ended then, so it is the one before which has, for less
    // than a bucket's length.
    Bucket ended = new Bucket(bucket.number() - 1, bucket.minutes());
    if (ended.compareTo(closing.closed()) <= 0) {
      charge(openItems(ended), now, charged);
    }
  }

  private List<Row> openItems(Bucket bucket) {
    var open = new ArrayList<Row>();
    for (int shard = 0; shard < Rid.SHARDS; shard++) {
      var query =
          new Query(
              Rid.partition(bucket, shard),
              "",
              "",
              Condition.is(JournalItem.STATE, JournalItem.OPEN),
              Query.LARGEST_PAGE);
      Page page = table.query(query);
      open.addAll(page.rows());
      while (page.next().isPresent()) {
        page = table.query(query.from(page.next().get()));
        open.addAll(page.rows());
      }
    }
    return open;
  }

  /// @return whether anything was settled: if not, looking again helps nobody now
  private boolean charge(List<Row> open, Instant now, List<Reservation> charged) {
    var incoming = new ArrayList<Incoming>();
    for (Row row : open) {
      try {
        Reservation reservation =
            JournalItem.reservation(row.key().sk(), closing.minutes(), row.item());
        incoming.add(new Incoming(reservation, new Truth.Expired(), ""));
      } catch (IllegalArgumentException e) {
        alarms.raise(
            new Alarms.Alarm.UnreadableJournal(
                row.key().pk(), row.key().sk(), String.valueOf(e.getMessage())));
      }
    }
    List<Settled> settled = settler.settle(incoming, now);
    boolean progress = false;
    for (int i = 0; i < settled.size(); i++) {
      progress |= settled.get(i) != Settled.PENDING;
      if (settled.get(i) == Settled.BOOKED) {
        charged.add(incoming.get(i).reservation());
      }
    }
    return progress;
  }
}
