package io.tollgate.aws.dynamodb;

import io.tollgate.SideBySide;
import io.tollgate.ledger.LedgerContract;
import io.tollgate.table.Table;

/// The ledger over the SDK, against AWS's own engine on this machine.
@SideBySide
final class DynamoDbLedgerTest extends LedgerContract {
  private static final Table TABLE = new PatientTable(LocalStore.table(LocalStore.newTable()));

  @Override
  protected Table table() {
    return TABLE;
  }
}
