package io.tollgate.aws.dynamodb;

import io.tollgate.table.Key;
import io.tollgate.table.Query;
import io.tollgate.table.Table;
import io.tollgate.table.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Our queries as the SDK's requests to one table, and the places where their pages end.
///
/// @param table the table's name
record Queries(String table) {
  /// Stands between the partition and the sort key in a page token of a listing. Never part of a partition key of ours.
  private static final char BETWEEN_KEYS = '\0';

  QueryRequest.Builder strong(Query query) {
    var expressions = new Expressions();
    String keys =
        expressions.name(Attributes.PK) + " = " + expressions.value(new Text(query.pk()));
    if (!query.prefix().isEmpty()) {
      keys +=
          " AND begins_with("
              + expressions.name(Attributes.SK)
              + ", "
              + expressions.value(new Text(query.prefix()))
              + ")";
    }
    var request =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression(keys)
            .limit(query.limit());
    expressions.condition(query.filter()).ifPresent(request::filterExpression);
    if (startsInside(query)) {
      request.exclusiveStartKey(Attributes.of(new Key(query.pk(), query.after())));
    }
    return request
        .expressionAttributeNames(expressions.names())
        .expressionAttributeValues(expressions.values());
  }

  QueryRequest.Builder listing(String text, String after) {
    var expressions = new Expressions();
    var request =
        QueryRequest.builder()
            .tableName(table)
            .indexName(TableSchema.INDEX)
            .keyConditionExpression(
                expressions.name(Table.LISTED_BY) + " = " + expressions.value(new Text(text)))
            .limit(Query.LARGEST_PAGE);
    if (!after.isEmpty()) {
      int middle = after.indexOf(BETWEEN_KEYS);
      var key = new Key(after.substring(0, middle), after.substring(middle + 1));
      request.exclusiveStartKey(withText(Attributes.of(key), text));
    }
    return request
        .expressionAttributeNames(expressions.names())
        .expressionAttributeValues(expressions.values());
  }

  static Optional<String> nextSortKey(Map<String, AttributeValue> lastKey) {
    return lastKey.isEmpty() ? Optional.empty() : Optional.of(Attributes.key(lastKey).sk());
  }

  static Optional<String> nextListed(Map<String, AttributeValue> lastKey) {
    if (lastKey.isEmpty()) {
      return Optional.empty();
    }
    var key = Attributes.key(lastKey);
    return Optional.of(key.pk() + BETWEEN_KEYS + key.sk());
  }

  /// The store refuses a start outside of the range that it is asked for.
  private static boolean startsInside(Query query) {
    return !query.after().isEmpty() && query.after().startsWith(query.prefix());
  }

  private static Map<String, AttributeValue> withText(Map<String, AttributeValue> key, String text) {
    var all = new HashMap<>(key);
    all.put(Table.LISTED_BY, AttributeValue.fromS(text));
    return all;
  }
}
