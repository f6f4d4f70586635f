package io.tollgate.aggregator;

import io.tollgate.table.Answer;
import io.tollgate.table.InvalidWrite;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.util.List;

/// A table that counts what it is asked, and can be told to fail.
final class Counting implements Table {
  private final Table table;
  private int calls;
  private String poison = "none";
  private boolean silent;
  private String silentAt = "none";
  private Runnable beforeRead = () -> {};

  Counting(Table table) {
    this.table = table;
  }

  /// How often the store was asked since the last time.
  int calls() {
    int asked = calls;
    calls = 0;
    return asked;
  }

  /// From now on the store finds writes invalid that name an item whose sort key holds this.
  void poison(String sortKey) {
    poison = sortKey;
  }

  /// Whether writes get no answer.
  void silent(boolean on) {
    silent = on;
  }

  /// From now on writes of an item whose partition key begins so get no answer.
  void silentAt(String partition) {
    silentAt = partition;
  }

  /// What happens before the next item is read, once.
  void beforeNextRead(Runnable what) {
    beforeRead = what;
  }

  @Override
  public Answer write(Write write) {
    calls++;
    boolean unheard = silent || write.key().pk().startsWith(silentAt);
    return unheard ? new Answer.Unknown("silent") : table.write(write);
  }

  @Override
  public Verdict transact(List<Write> writes) {
    calls++;
    if (writes.stream().anyMatch(write -> write.key().sk().contains(poison))) {
      throw new InvalidWrite("poisoned");
    }
    return silent ? new Verdict.Unknown("silent") : table.transact(writes);
  }

  @Override
  public Reading get(Key key) {
    calls++;
    Runnable first = beforeRead;
    beforeRead = () -> {};
    first.run();
    return table.get(key);
  }

  @Override
  public Page query(Query query) {
    calls++;
    return table.query(query);
  }

  @Override
  public Page listed(String text, String after) {
    calls++;
    return table.listed(text, after);
  }

  @Override
  public Table once(Duration limit) {
    return this;
  }
}
