package io.tollgate.aws.dynamodb;

import io.tollgate.aws.localstack.LocalStack;
import io.tollgate.table.Table;
import io.tollgate.table.TableContract;
import java.time.Duration;
import org.testcontainers.junit.jupiter.Testcontainers;

/// The table over the SDK, against LocalStack's DynamoDB.
@Testcontainers(disabledWithoutDocker = true)
final class DynamoDbOnLocalStackTest extends TableContract {
  private static final class Made {
    static final Table TABLE = make();

    private static Table make() {
      var clients =
          DynamoDbClients.at(LocalStack.endpoint(), DynamoDbClients.http(), Duration.ofSeconds(20));
      TableSchema.create(clients.retrying(), "tollgate");
      return new DynamoDbTable("tollgate", clients);
    }
  }

  @Override
  protected Table table() {
    return Made.TABLE;
  }
}
