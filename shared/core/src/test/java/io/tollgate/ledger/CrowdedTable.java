package io.tollgate.ledger;

import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;

/// A table in which others are always a little faster.
final class CrowdedTable extends DelegatingTable {
  private final Runnable others;

  CrowdedTable(Table table, Runnable others) {
    super(table);
    this.others = others;
  }

  @Override
  public Answer write(Write write) {
    others.run();
    return super.write(write);
  }
}
