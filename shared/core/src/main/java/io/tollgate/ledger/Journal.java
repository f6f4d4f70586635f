package io.tollgate.ledger;

import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Instant;

/// Writes the journal item of a call whose holds are all acknowledged, and says whether the call
/// may go to the provider.
final class Journal {
  private static final int MOST_CONFLICTS = 8;

  private final Table table;
  private final Jitter jitter;

  Journal(Table table, Jitter jitter) {
    this.table = table;
    this.jitter = jitter;
  }

  /// Repeatable: a second put of the same item is refused by the first.
  Journaled open(Reservation reservation) {
    var put =
        new Write.Put(
            reservation.rid().key(), JournalItem.open(reservation), new Condition.NoItem());
    for (int conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
      switch (table.write(put)) {
        case Answer.Applied(Item item, Instant at) -> {
          return fenced(reservation, at);
        }
        case Answer.Refused(Item item, Instant at) -> {
          return shown(reservation, item, at);
        }
        case Answer.Unknown(String why) -> {
          return readBack(reservation);
        }
        case Answer.NotApplied(String why) -> jitter.pause();
      }
    }
    return new Journaled.Uncovered("the journal was too busy", false);
  }

  /// Whether a record that landed in this time shows, or may yet come to show, that the request was
  /// served: it is open, or charged, or was metered. One that costs nothing because it was not
  /// served does not.
  ///
  /// @param from the store's time
  /// @param until the store's time, so long ago that nothing lands before it any more
  /// @throws StoreUnavailable if the store gives no answer
  boolean mayShowServed(RequestId request, Instant from, Instant until, int bucketMinutes) {
    Bucket last = Fence.last(until, bucketMinutes);
    for (Bucket bucket = Fence.first(from, bucketMinutes);
        bucket.compareTo(last) <= 0;
        bucket = bucket.next()) {
      var query =
          new Query(
              Rid.partition(bucket, request.shard()),
              request.prefix(bucket),
              "",
              Condition.ALWAYS,
              Query.LARGEST_PAGE);
      // A request has a handful of attempts, so there is no second page.
      if (table.query(query).rows().stream().anyMatch(row -> JournalItem.mayBeServed(row.item()))) {
        return true;
      }
    }
    return false;
  }

  private Journaled readBack(Reservation reservation) {
    try {
      Reading reading = table.get(reservation.rid().key());
      return shown(reservation, reading.orEmpty(), reading.at());
    } catch (StoreUnavailable e) {
      return new Journaled.Uncovered("the journal gave no answer", true);
    }
  }

  private static Journaled shown(Reservation reservation, Item item, Instant at) {
    return JournalItem.isOpen(item)
        ? fenced(reservation, at)
        : new Journaled.Uncovered("the journal does not show the call as open", false);
  }

  private static Journaled fenced(Reservation reservation, Instant landed) {
    return Fence.holds(reservation.rid().bucket(), landed)
        ? new Journaled.Open(landed)
        : new Journaled.Uncovered(
            "the journal item landed at %s, too far from its bucket's end at %s"
                .formatted(landed, reservation.rid().bucket().end()),
            false);
  }
}
