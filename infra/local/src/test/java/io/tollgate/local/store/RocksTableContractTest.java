package io.tollgate.local.store;

import io.tollgate.table.Table;
import io.tollgate.table.TableContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// One directory for all sentences: opening one for each would take most of the time.
class RocksTableContractTest extends TableContract {
  @TempDir private static Path directory;
  private static RocksTable table;

  @BeforeAll
  static void open() {
    table = RocksTable.open(directory, Durability.SURVIVES_KILL, InstantSource.system());
  }

  @AfterAll
  static void close() {
    table.close();
  }

  @Override
  protected Table table() {
    return table;
  }
}
