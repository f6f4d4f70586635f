package io.tollgate.aws.dynamodb;

import io.tollgate.books.SpendStoreContract;
import io.tollgate.table.Table;

/// Spend over the SDK, against AWS's own engine on this machine.
final class SpendOnDynamoDbTest extends SpendStoreContract {
  private static final Table TABLE = LocalStore.table(LocalStore.newTable());

  @Override
  protected Table table() {
    return TABLE;
  }
}
