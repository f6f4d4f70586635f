package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Row;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks once more at every closed bucket, a quarter of an hour after it could be closed, and says
/// whose accounts its calls have charged.
///
/// It finds what nobody else tells of: a record that landed when its bucket was closed already (a
/// failed fence whose zero settlement never got through), and calls whose gateway died between
/// settling them and telling the queue. So what became of a call is seen at most a bucket, a close
/// delay, 15 minutes and the pause between two sweeps after it reserved; with calls of 15 minutes
/// that is 38 minutes. A sweep that stood still goes on where it stopped and leaves out no bucket.
///
/// A mark of its own, as the sweep's, says up to which bucket everything was looked at. Safe for
/// concurrent use: two that look at one bucket find the same.
public final class SecondLook {
  /// What was under way when the bucket was closed has landed by then, or never will.
  private static final Duration AFTER = Duration.ofMinutes(15);

  private static final Key KEY = new Key("W#look", "W");
  private static final String MARK = "b";

  /// What is open, and what cost something. The store reads the others too, but does not send them.
  private static final Condition CHARGED =
      Condition.any(
          BucketJournal.OPEN,
          Condition.all(
              Condition.is(JournalItem.STATE, JournalItem.SETTLED),
              Condition.above(JournalItem.NET, Num.ZERO)));

  private final Table table;
  private final Closing closing;
  private final BucketJournal journal;

  SecondLook(Table table, Closing closing, BucketJournal journal) {
    this.table = table;
    this.closing = closing;
    this.journal = journal;
  }

  /// What a look at one bucket found.
  ///
  /// @param accounts all that its calls have charged, each once, in the order in which they were
  ///   found
  /// @param charged calls that were open and are charged at their bound now
  /// @param isSettled whether none is open any more
  public record Seen(
      Bucket bucket, Set<Scope> accounts, List<Reservation> charged, boolean isSettled) {
    public Seen {
      accounts = Collections.unmodifiableSet(new LinkedHashSet<>(accounts));
      charged = List.copyOf(charged);
    }
  }

  /// Looks at the oldest bucket that is due and was not passed yet; empty if there is none.
  ///
  /// @param now the store's time
  /// @throws StoreUnavailable if the store cannot be read
  public Optional<Seen> next(Instant now) {
    Bucket due = due(now);
    Bucket bucket = last(due).next();
    if (bucket.compareTo(due) > 0) {
      return Optional.empty();
    }
    var accounts = new LinkedHashSet<Scope>();
    var open = new ArrayList<Row>();
    journal.read(
        bucket,
        CHARGED,
        row -> {
          if (JournalItem.isOpen(row.item())) {
            open.add(row);
          } else {
            journal.reservation(row).ifPresent(one -> accounts.addAll(one.accounts()));
          }
        });
    BucketJournal.Expiry expiry = journal.charge(open, now);
    expiry.charged().forEach(one -> accounts.addAll(one.accounts()));
    return Optional.of(new Seen(bucket, accounts, expiry.charged(), expiry.isDone()));
  }

  /// Nothing more is to be done about what was seen: the mark moves on if it stands at the bucket
  /// before, `b = :bucket_minus_1`. Repeatable; whoever comes second changes nothing.
  ///
  /// @return whether the mark stands there or beyond, for certain
  public boolean passes(Seen seen) {
    if (!seen.isSettled()) {
      return false;
    }
    long number = seen.bucket().number();
    Write move =
        new Write.Update(
            KEY, List.of(Action.set(MARK, Num.of(number))), Condition.is(MARK, Num.of(number - 1)));
    return switch (table.write(move)) {
      case Answer.Applied applied -> true;
      case Answer.Refused refused -> true;
      case Answer.NotApplied not -> false;
      case Answer.Unknown unknown -> false;
    };
  }

  private Bucket due(Instant now) {
    Duration since = closing.delay().plus(AFTER);
    // The bucket of that instant has not ended then, so it is the one before which has.
    long ended = Bucket.of(now.minus(since), closing.minutes()).number() - 1;
    Bucket closed = closing.closed();
    return ended < closed.number() ? new Bucket(ended, closing.minutes()) : closed;
  }

  /// The last bucket that was looked at. The first look of all begins with the one that is due:
  /// what older ones held was seen by an older version, or there was nobody yet. Made once at most
  /// (`attribute_not_exists(pk)`).
  private Bucket last(Bucket due) {
    Item item = table.get(KEY).orEmpty();
    if (item.isEmpty()) {
      Item first = Item.builder().set(MARK, due.number() - 1).build();
      item =
          switch (table.write(new Write.Put(KEY, first, new Condition.NoItem()))) {
            case Answer.Applied(Item made, Instant at) -> made;
            case Answer.Refused(Item other, Instant at) -> other;
            case Answer.NotApplied(String why) -> throw unavailable(why);
            case Answer.Unknown(String why) -> throw unavailable(why);
          };
    }
    return new Bucket(item.num(MARK).asLong(), closing.minutes());
  }

  private static StoreUnavailable unavailable(String why) {
    return new StoreUnavailable(
        "the first mark of the second look could not be written: " + why,
        new IllegalStateException(why));
  }
}
