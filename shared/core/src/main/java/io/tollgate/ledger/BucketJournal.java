package io.tollgate.ledger;

import io.tollgate.table.Condition;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The journal items of one bucket as the sweep sees them: it reads them all, from every shard, and
/// charges those at their bound that nobody settled.
final class BucketJournal {
  static final Condition OPEN = Condition.is(JournalItem.STATE, JournalItem.OPEN);

  private final Table table;
  private final int minutes;
  private final Settler settler;
  private final Alarms alarms;

  /// @param minutes the length of buckets
  BucketJournal(Table table, int minutes, Settler settler, Alarms alarms) {
    this.table = table;
    this.minutes = minutes;
    this.settler = settler;
    this.alarms = alarms;
  }

  /// What charging came to.
  ///
  /// @param isProgress whether anything was settled, by this or by others: if not, looking again
  ///   helps nobody now
  /// @param isDone whether everything was
  /// @param charged what was charged by this very attempt
  record Expiry(boolean isProgress, boolean isDone, List<Reservation> charged) {}

  /// A page of 1,000 items at a time, since a busy bucket is larger than a function's memory.
  ///
  /// @throws io.tollgate.table.StoreUnavailable if a shard cannot be read to its end
  void read(Bucket bucket, Condition filter, Consumer<Row> reader) {
    for (int shard = 0; shard < Rid.SHARDS; shard++) {
      var query = new Query(Rid.partition(bucket, shard), "", "", filter, Query.LARGEST_PAGE);
      Page page = table.query(query);
      page.rows().forEach(reader);
      while (page.next().isPresent()) {
        page = table.query(query.from(page.next().get()));
        page.rows().forEach(reader);
      }
    }
  }

  /// Whose item it is; empty, with an alarm, if that cannot be read.
  Optional<Reservation> reservation(Row row) {
    try {
      return Optional.of(JournalItem.reservation(row.key().sk(), minutes, row.item()));
    } catch (IllegalArgumentException e) {
      alarms.raise(
          new Alarms.Alarm.UnreadableJournal(
              row.key().pk(), row.key().sk(), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /// Settles open calls at their bound. Guarded by the state of each.
  Expiry charge(List<Row> open, Instant now) {
    var incoming = new ArrayList<Incoming>();
    for (Row row : open) {
      reservation(row).ifPresent(one -> incoming.add(new Incoming(one, new Truth.Expired(), "")));
    }
    List<Settled> settled = settler.settle(incoming, now);
    long pending = settled.stream().filter(one -> one == Settled.PENDING).count();
    var charged = new ArrayList<Reservation>();
    for (int i = 0; i < settled.size(); i++) {
      if (settled.get(i) == Settled.BOOKED) {
        charged.add(incoming.get(i).reservation());
      }
    }
    return new Expiry(pending < settled.size(), pending == 0, charged);
  }
}
