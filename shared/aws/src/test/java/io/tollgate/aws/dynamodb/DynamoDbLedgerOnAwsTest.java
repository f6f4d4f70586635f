package io.tollgate.aws.dynamodb;

import io.tollgate.ledger.LedgerContract;
import io.tollgate.table.Table;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The ledger over a real table: only when `-Dtollgate.aws.table=NAME` names one.
@EnabledIfSystemProperty(
    named = DynamoDbOnAwsTest.TABLE_NAME,
    matches = ".+",
    disabledReason = "No real table was named: -Dtollgate.aws.table=NAME names one.")
final class DynamoDbLedgerOnAwsTest extends LedgerContract {
  private static final class Real {
    static final Table TABLE =
        new DynamoDbTable(
            System.getProperty(DynamoDbOnAwsTest.TABLE_NAME),
            DynamoDbClients.onAws(DynamoDbClients.http()));
  }

  @Override
  protected Table table() {
    return Real.TABLE;
  }
}
