package io.tollgate.policy;

import io.tollgate.table.Answer;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.util.List;

/// Another table, with its reads counted and a moment between a read and its answer.
final class CountingTable implements Table {
  private final Table table;
  int reads;
  Runnable afterRead = () -> {};

  CountingTable(Table table) {
    this.table = table;
  }

  @Override
  public Answer write(Write write) {
    return table.write(write);
  }

  @Override
  public Verdict transact(List<Write> writes) {
    return table.transact(writes);
  }

  @Override
  public Reading get(Key key) {
    reads++;
    Reading reading = table.get(key);
    afterRead.run();
    return reading;
  }

  @Override
  public Page query(Query query) {
    return table.query(query);
  }

  @Override
  public Page listed(String text, String after) {
    return table.listed(text, after);
  }

  @Override
  public Table once(Duration limit) {
    return table.once(limit);
  }
}
