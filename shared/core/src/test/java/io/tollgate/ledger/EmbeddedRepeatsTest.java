package io.tollgate.ledger;

import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Table;
import java.time.InstantSource;

class EmbeddedRepeatsTest extends RepeatsContract {
  private final Table table = new EmbeddedTable(InstantSource.system());

  @Override
  protected Table table() {
    return table;
  }
}
