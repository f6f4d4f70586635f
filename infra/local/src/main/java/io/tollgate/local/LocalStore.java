package io.tollgate.local;

import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.dynamodb.DynamoDbLocal;
import io.tollgate.aws.dynamodb.DynamoDbTable;
import io.tollgate.aws.dynamodb.TableSchema;
import io.tollgate.aws.run.ThreadFan;
import io.tollgate.ledger.Fan;
import io.tollgate.local.store.Durability;
import io.tollgate.local.store.RocksTable;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Table;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// The store that `./tollgate up` was asked for, opened.
///
/// @param table the store
/// @param fan how several items are asked for at once: a store in this process keeps nobody waiting
/// @param closer closes it; what was acknowledged is kept where the store keeps anything
public record LocalStore(Table table, Fan fan, AutoCloseable closer) {
  private static final String TABLE = "tollgate";

  /// As many as the HTTP client of the store keeps.
  private static final int CONNECTIONS = 64;

  static LocalStore open(Deployment.Ground ground) {
    return switch (ground.options().store()) {
      case Options.Store.Memory() ->
          new LocalStore(new EmbeddedTable(ground.clock()), Fan.INLINE, () -> {});
      case Options.Store.Data(Path directory) -> {
        RocksTable table =
            RocksTable.open(directory.resolve("table"), Durability.SURVIVES_KILL, ground.clock());
        yield new LocalStore(table, Fan.INLINE, table);
      }
      case Options.Store.DynamoDbLocal() -> dynamoDbLocal();
    };
  }

  private static LocalStore dynamoDbLocal() {
    DynamoDbLocal engine =
        DynamoDbLocal.start(DynamoDbLocal.home(Path.of(System.getProperty("tollgate.home", ""))));
    LocalStore store = over(engine);
    return new LocalStore(
        store.table(),
        store.fan(),
        () -> {
          store.closer().close();
          engine.close();
        });
  }

  /// A new table in a running engine, which outlives it.
  static LocalStore over(DynamoDbLocal engine) {
    DynamoDbClients clients = DynamoDbClients.at(engine.endpoint(), DynamoDbClients.http());
    TableSchema.create(clients.retrying(), TABLE);
    return new LocalStore(
        new DynamoDbTable(TABLE, clients),
        new ThreadFan(Executors.newVirtualThreadPerTaskExecutor(), CONNECTIONS),
        clients);
  }
}
