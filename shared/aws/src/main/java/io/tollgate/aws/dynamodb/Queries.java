package io.tollgate.aws.dynamodb;

import io.tollgate.table.Key;
import io.tollgate.table.Query;
import io.tollgate.table.Table;
import io.tollgate.table.TableEngine;
import io.tollgate.table.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Our queries as the SDK's requests to one table, and the places where their pages end.
///
/// @param table the table's name
record Queries(String table) {
  QueryRequest.Builder strong(Query query) {
    var expressions = new Expressions();
    String keys = expressions.name(Attributes.PK) + " = " + expressions.value(new Text(query.pk()));
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
      request.exclusiveStartKey(withText(Attributes.of(TableEngine.key(after)), text));
    }
    return request
        .expressionAttributeNames(expressions.names())
        .expressionAttributeValues(expressions.values());
  }

  static Optional<String> nextSortKey(Map<String, AttributeValue> lastKey) {
    return lastKey.isEmpty() ? Optional.empty() : Optional.of(Attributes.key(lastKey).sk());
  }

  static Optional<String> nextListed(Map<String, AttributeValue> lastKey) {
    return lastKey.isEmpty()
        ? Optional.empty()
        : Optional.of(TableEngine.token(Attributes.key(lastKey)));
  }

  /// Whether the start lies behind every sort key that has the prefix, so that nothing is left to
  /// read. The store would refuse such a start, so it is asked without one, for its time.
  static boolean isOver(Query query) {
    return !query.after().startsWith(query.prefix())
        && Arrays.compareUnsigned(utf8(query.after()), utf8(query.prefix())) > 0;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean startsInside(Query query) {
    return !query.after().isEmpty() && query.after().startsWith(query.prefix());
  }

  private static Map<String, AttributeValue> withText(
      Map<String, AttributeValue> key, String text) {
    var all = new HashMap<>(key);
    all.put(Table.LISTED_BY, AttributeValue.fromS(text));
    return all;
  }
}
