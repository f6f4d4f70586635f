package io.tollgate.books;

import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.RequestId;
import io.tollgate.ledger.Rid;
import io.tollgate.table.Condition;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The journal as a log: one request with all of its attempts, or the newest ones. Safe for
/// concurrent calls.
public final class RequestLog {
  /// Older items have expired.
  private static final Duration KEPT = Duration.ofDays(46);

  /// Empty buckets cost queries too, 16 each; whoever asks goes on at the cursor.
  private static final int MOST_BUCKETS = 600;

  /// So many are looked through however long that takes. API Gateway waits 29 seconds.
  private static final int LEAST_BUCKETS = 24;

  /// Others only within that time.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Comparator<LoggedCall> NEWEST_FIRST =
      Comparator.comparing(LoggedCall::at).reversed().thenComparing(LoggedCall::rid);

  private final Table table;
  private final Closing closing;
  private final InstantSource clock;
  private final Fan fan;

  /// @param closing says how long buckets are, and how long a request may go on after its arrival
  /// @param clock tells how long a look takes
  public RequestLog(Table table, Closing closing, InstantSource clock, Fan fan) {
    this.table = table;
    this.closing = closing;
    this.clock = clock;
    this.fan = fan;
  }

  /// All that the journal says of a request, in the order of its attempts, a refusal first; empty
  /// if it says nothing.
  ///
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  public List<LoggedCall> find(RequestId id) {
    Bucket first = id.bucket(closing.minutes());
    // No attempt begins later than the longest call after the arrival, and the close delay is
    // longer still.
    Instant last = first.end().plus(closing.delay());
    var queries = new ArrayList<Supplier<List<LoggedCall>>>();
    for (Bucket bucket = first; !bucket.start().isAfter(last); bucket = bucket.next()) {
      Bucket here = bucket;
      queries.add(() -> attempts(id, here));
    }
    return fan.all(queries).stream().flatMap(List::stream).toList();
  }

  private List<LoggedCall> attempts(RequestId id, Bucket bucket) {
    var query =
        new Query(
            Rid.partition(bucket, id.shard()),
            id.prefix(bucket),
            "",
            Condition.ALWAYS,
            Query.LARGEST_PAGE);
    return table.query(query).rows().stream().flatMap(this::read).toList();
  }

  private Stream<LoggedCall> read(Row row) {
    try {
      return Stream.of(LoggedCall.read(row, closing.minutes()));
    } catch (IllegalArgumentException e) {
      // One item that nobody can read must not hide the others; the sweep raises the alarm about
      // it.
      return Stream.empty();
    }
  }

  /// Some of the newest attempts.
  ///
  /// @param calls the newest first
  /// @param next where to go on; empty at the end of the log
  public record Excerpt(List<LoggedCall> calls, Optional<Cursor> next) {
    public Excerpt {
      calls = List.copyOf(calls);
    }
  }

  /// A place in the log: everything newer was shown.
  ///
  /// @param bucket the number of the bucket to go on in
  /// @param at of the last call shown, and its id: in this bucket only what comes later in the
  ///   order is still to be shown; with an empty id the bucket is untouched
  public record Cursor(long bucket, Instant at, String rid) {
    private static Cursor before(Bucket bucket) {
      return new Cursor(bucket.number() - 1, Instant.EPOCH, "");
    }

    private static Cursor behind(LoggedCall call, Bucket bucket) {
      return new Cursor(bucket.number(), call.at(), call.rid());
    }

    private boolean isBefore(LoggedCall call) {
      int order = at.compareTo(call.at());
      return rid.isEmpty() || order > 0 || (order == 0 && rid.compareTo(call.rid()) < 0);
    }

    /// As one word for a URL.
    @Override
    public String toString() {
      String place = Long.toString(bucket, 36);
      return rid.isEmpty() ? place : place + "_" + at.toEpochMilli() + "_" + rid;
    }

    /// @throws IllegalArgumentException if the text is no cursor
    public static Cursor parse(String text) {
      String[] parts = text.split("_", 3);
      long bucket = Bucket.number(parts[0]);
      if (parts.length == 1) {
        return new Cursor(bucket, Instant.EPOCH, "");
      }
      if (parts.length < 3) {
        throw new IllegalArgumentException("'" + text + "' is no cursor");
      }
      return new Cursor(bucket, Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2]);
    }
  }

  /// The place before the newest call.
  public Cursor top(Instant now) {
    // Clocks differ by less than a bucket.
    return new Cursor(Bucket.of(now, closing.minutes()).number() + 1, Instant.EPOCH, "");
  }

  /// The calls behind a place in the log, the newest first. May be fewer than wanted, or none, with
  /// a place to go on: after two seconds, but not before 24 buckets are looked through, or after
  /// 600 buckets.
  ///
  /// A bucket is read whole, since its items are not in the order of time.
  ///
  /// @param now the store's time; cursors beyond it start at the top
  /// @param limit the most calls, at least 1
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  public Excerpt newest(Cursor from, int limit, Predicate<LoggedCall> wanted, Instant now) {
    var calls = new ArrayList<LoggedCall>();
    Cursor place = from.bucket() > top(now).bucket() ? top(now) : from;
    long oldest = Bucket.of(now.minus(KEPT), closing.minutes()).number();
    Instant end = clock.instant().plus(PATIENCE);
    for (int i = 0; i < MOST_BUCKETS && place.bucket() >= oldest; i++) {
      if (i >= LEAST_BUCKETS && clock.instant().isAfter(end)) {
        break;
      }
      var bucket = new Bucket(place.bucket(), closing.minutes());
      // One more than wanted says whether the bucket is exhausted.
      int most = limit - calls.size() + 1;
      List<LoggedCall> found = bucket(bucket, most, wanted, place);
      if (found.size() == most) {
        calls.addAll(found.subList(0, most - 1));
        return new Excerpt(calls, Optional.of(Cursor.behind(calls.getLast(), bucket)));
      }
      calls.addAll(found);
      place = Cursor.before(bucket);
      if (calls.size() == limit) {
        return new Excerpt(calls, Optional.of(place));
      }
    }
    return new Excerpt(calls, place.bucket() < oldest ? Optional.empty() : Optional.of(place));
  }

  private List<LoggedCall> bucket(
      Bucket bucket, int most, Predicate<LoggedCall> wanted, Cursor place) {
    return fan
        .all(
            IntStream.range(0, Rid.SHARDS)
                .<Supplier<List<LoggedCall>>>mapToObj(
                    shard -> () -> shard(Rid.partition(bucket, shard), most, wanted, place))
                .toList())
        .stream()
        .flatMap(List::stream)
        .sorted(NEWEST_FIRST)
        .limit(most)
        .toList();
  }

  /// The newest of a partition; never holds more than it returns and a page.
  private List<LoggedCall> shard(
      String partition, int most, Predicate<LoggedCall> wanted, Cursor place) {
    var newest = new PriorityQueue<LoggedCall>(NEWEST_FIRST.reversed());
    Query query = Query.all(partition);
    for (Optional<String> next = Optional.of(""); next.isPresent(); ) {
      Page page = table.query(query.from(next.get()));
      page.rows().stream()
          .flatMap(this::read)
          .filter(place::isBefore)
          .filter(wanted)
          .forEach(call -> {
            newest.add(call);
            if (newest.size() > most) {
              newest.remove();
            }
          });
      next = page.next();
    }
    return List.copyOf(newest);
  }
}
