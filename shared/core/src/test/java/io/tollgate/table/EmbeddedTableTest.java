package io.tollgate.table;

import java.time.InstantSource;

class EmbeddedTableTest extends TableContract {
  private final Table table = new EmbeddedTable(InstantSource.system());

  @Override
  protected Table table() {
    return table;
  }
}
