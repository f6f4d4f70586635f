package io.tollgate.aws.dynamodb;

import io.tollgate.table.Table;
import io.tollgate.table.TableContract;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The same sentences over a real table, which costs cents and needs credentials: only when
/// `-Dtollgate.aws.table=NAME` names one that the template made.
@EnabledIfSystemProperty(
    named = DynamoDbOnAwsTest.TABLE_NAME,
    matches = ".+",
    disabledReason = "No real table was named: -Dtollgate.aws.table=NAME names one.")
final class DynamoDbOnAwsTest extends TableContract {
  static final String TABLE_NAME = "tollgate.aws.table";

  private static final class Real {
    static final Table TABLE =
        new DynamoDbTable(
            System.getProperty(TABLE_NAME), DynamoDbClients.onAws(DynamoDbClients.http()));
  }

  @Override
  protected Table table() {
    return Real.TABLE;
  }

  @Override
  protected void indexCatchesUp() {
    try {
      // The index follows within milliseconds as a rule; nothing says when it has.
      Thread.sleep(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
