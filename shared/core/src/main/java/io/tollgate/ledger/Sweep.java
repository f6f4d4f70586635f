package io.tollgate.ledger;

import io.tollgate.table.Row;
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
  public static final Duration LONGEST_RUN = Duration.ofSeconds(50);

  private final Closing closing;
  private final BucketJournal journal;
  private final InstantSource local;

  Sweep(Closing closing, BucketJournal journal, InstantSource local) {
    this.closing = closing;
    this.journal = journal;
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

    /// The store's time when the run began.
    public Instant at() {
      return closed.end().plus(lag);
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
      var open = new ArrayList<Row>();
      journal.read(bucket, BucketJournal.OPEN, open::add);
      if (open.isEmpty()) {
        return true;
      }
      BucketJournal.Expiry expiry = journal.charge(open, now);
      charged.addAll(expiry.charged());
      if (!expiry.isProgress()) {
        return false;
      }
    }
    return false;
  }
}
