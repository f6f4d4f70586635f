package io.tollgate.aws.dynamodb;

import io.tollgate.table.Table;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/// The one table's keys, index and expiry, and how to make it. On AWS the template makes it; this
/// is for stores on this machine and for tests.
public final class TableSchema {
  /// The sparse index of keys behind {@link Table#listed}.
  public static final String INDEX = "by-scope";

  /// Epoch seconds after which the store may delete the item, usually within days.
  public static final String EXPIRY = "ttl";

  /// Making a table takes a store longer than a write does, and must not be asked twice.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TableSchema() {}

  /// Makes the table and waits until it takes writes.
  public static void create(DynamoDbClient client, String name) {
    client.createTable(request(name));
    try (var waiter = DynamoDbWaiter.builder().client(client).build()) {
      waiter.waitUntilTableExists(table -> table.tableName(name));
    }
    client.updateTimeToLive(table ->
        table
            .tableName(name)
            .overrideConfiguration(patient())
            .timeToLiveSpecification(expiry -> expiry.attributeName(EXPIRY).enabled(true)));
  }

  private static CreateTableRequest request(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .overrideConfiguration(patient())
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(text(Attributes.PK), text(Attributes.SK), text(Table.LISTED_BY))
        .keySchema(key(Attributes.PK, KeyType.HASH), key(Attributes.SK, KeyType.RANGE))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName(INDEX)
                // Without a sort key: pk as one would be held to 1,024 bytes, in unlisted items
                // too.
                .keySchema(key(Table.LISTED_BY, KeyType.HASH))
                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                .build())
        .build();
  }

  private static AwsRequestOverrideConfiguration patient() {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallAttemptTimeout(PATIENCE)
        .apiCallTimeout(PATIENCE)
        .build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
