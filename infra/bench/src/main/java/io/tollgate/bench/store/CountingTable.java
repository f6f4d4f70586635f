package io.tollgate.bench.store;

import io.tollgate.key.Head;
import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A table that counts what DynamoDB would bill.
///
/// It looks at each item before and after a write, so it counts rightly only what happens one at a
/// time.
final class CountingTable implements Table {
  private static final String ACCOUNTS = "S#";

  private final Table table;
  private final Counter counter;
  private final boolean conflicts;
  private final boolean conflictsWhenOnce;

  /// @param conflicts whether what is sent at most once meets a conflict when it is a transaction:
  ///   so a gateway leaves its settlements to the queue
  CountingTable(Table table, Counter counter, boolean conflicts) {
    this(table, counter, conflicts, false);
  }

  private CountingTable(Table table, Counter counter, boolean conflicts, boolean once) {
    this.table = table;
    this.counter = counter;
    this.conflicts = conflicts && once;
    this.conflictsWhenOnce = conflicts;
  }

  @Override
  public Answer write(Write write) {
    Item before = item(write.key());
    Answer answer = table.write(write);
    Item after = item(write.key());
    counter.count(tally -> {
      tally.roundTrips++;
      tally.writes++;
      tally.writeUnits += Units.written(write.key(), before, after);
      tally.indexUnits += indexed(before, after);
      if (answer instanceof Answer.Refused) {
        tally.failedConditions++;
        tally.rateMisses += write.key().pk().startsWith(ACCOUNTS) ? 1 : 0;
      } else if (isRebased(write)) {
        tally.rebased++;
      }
    });
    return answer;
  }

  /// Whether a rate clock is set anew, not moved.
  private static boolean isRebased(Write write) {
    return write.key().pk().startsWith(ACCOUNTS)
        && write instanceof Write.Update update
        && update.actions().stream().anyMatch(CountingTable::setsClock);
  }

  private static boolean setsClock(Action action) {
    return action instanceof Action.Set(String name, Action.Literal literal)
        && (name.startsWith("q") || (name.startsWith("t") && !name.equals("ttl")));
  }

  // The sparse index holds keys only; an entry that appears or goes is a write of its own.
  private static long indexed(Item before, Item after) {
    return before.get(LISTED_BY).equals(after.get(LISTED_BY)) ? 0 : 1;
  }

  @Override
  public Verdict transact(List<Write> writes) {
    List<Item> before = items(writes);
    Verdict verdict =
        conflicts
            ? new Verdict.Cancelled(Collections.nCopies(writes.size(), Verdict.Reason.CONFLICT))
            : table.transact(writes);
    List<Item> after = items(writes);
    counter.count(tally -> {
      tally.roundTrips++;
      tally.transactions++;
      tally.failedConditions += verdict instanceof Verdict.Committed ? 0 : 1;
      for (int i = 0; i < writes.size(); i++) {
        tally.writes++;
        // Prepared, then committed.
        tally.writeUnits += 2 * Units.written(writes.get(i).key(), before.get(i), after.get(i));
        tally.indexUnits += indexed(before.get(i), after.get(i));
      }
    });
    return verdict;
  }

  private List<Item> items(List<Write> writes) {
    var items = new ArrayList<Item>(writes.size());
    writes.forEach(write -> items.add(item(write.key())));
    return items;
  }

  private Item item(Key key) {
    return table.get(key).orEmpty();
  }

  @Override
  public Reading get(Key key) {
    Reading reading = table.get(key);
    long bytes = Units.size(key, reading.orEmpty());
    counter.count(tally -> {
      tally.headReads += key.equals(Head.KEY) ? 1 : 0;
      read(tally, bytes);
    });
    return reading;
  }

  private static void read(Tally tally, long bytes) {
    tally.roundTrips++;
    tally.reads++;
    tally.readUnits += Units.read(bytes);
  }

  @Override
  public Page query(Query query) {
    Page page = table.query(query);
    long bytes = page.rows().stream().mapToLong(row -> Units.size(row.key(), row.item())).sum();
    counter.count(tally -> read(tally, bytes));
    return page;
  }

  @Override
  public Page listed(String text, String after) {
    Page page = table.listed(text, after);
    counter.count(tally -> read(tally, 0));
    return page;
  }

  @Override
  public Table once(Duration limit) {
    return new CountingTable(table.once(limit), counter, conflictsWhenOnce, true);
  }
}
