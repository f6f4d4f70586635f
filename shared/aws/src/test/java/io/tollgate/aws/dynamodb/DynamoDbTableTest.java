package io.tollgate.aws.dynamodb;

import io.tollgate.table.Table;
import io.tollgate.table.TableContract;

/// The table over the SDK, against AWS's own engine on this machine.
final class DynamoDbTableTest extends TableContract {
  private static final Table TABLE = LocalStore.table(LocalStore.newTable());

  @Override
  protected Table table() {
    return TABLE;
  }
}
