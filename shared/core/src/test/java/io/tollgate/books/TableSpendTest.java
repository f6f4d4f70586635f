package io.tollgate.books;

import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Table;
import java.time.InstantSource;

class TableSpendTest extends SpendStoreContract {
  @Override
  protected Table table() {
    return new EmbeddedTable(InstantSource.system());
  }
}
