package io.tollgate.aws.dynamodb;

import io.tollgate.ledger.RepeatsContract;
import io.tollgate.table.Table;

/// Claims over the SDK, against AWS's own engine on this machine.
final class DynamoDbRepeatsTest extends RepeatsContract {
  private static final Table TABLE = new PatientTable(LocalStore.table(LocalStore.newTable()));

  @Override
  protected Table table() {
    return TABLE;
  }
}
