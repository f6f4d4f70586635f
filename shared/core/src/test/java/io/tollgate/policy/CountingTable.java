package io.tollgate.policy;

import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Key;
import io.tollgate.table.Reading;
import io.tollgate.table.Table;

/// Another table, with its reads counted and a moment between a read and its answer.
final class CountingTable extends DelegatingTable {
  int reads;
  Runnable afterRead = () -> {};

  CountingTable(Table table) {
    super(table);
  }

  @Override
  public Reading get(Key key) {
    reads++;
    Reading reading = table.get(key);
    afterRead.run();
    return reading;
  }
}
