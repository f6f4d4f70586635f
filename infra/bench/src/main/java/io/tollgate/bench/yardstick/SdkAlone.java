package io.tollgate.bench.yardstick;

import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The least that a function's start can cost, as a program: one client of DynamoDB, made in the
/// plainest way, and one update with it. Nothing of ours beside this class is loaded.
final class SdkAlone {
  private SdkAlone() {}

  /// Says when the update is done, and ends with its input.
  ///
  /// @param args a table whose keys are `pk` and `sk`
  public static void main(String[] args) throws IOException {
    try (var client =
        DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build()) {
      client.updateItem(
          UpdateItemRequest.builder()
              .tableName(args[0])
              .key(Map.of("pk", AttributeValue.fromS("bench"), "sk", AttributeValue.fromS("sdk")))
              .updateExpression("ADD n :one")
              .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")))
              .build());
      System.out.println("ready");
      System.in.read();
    }
  }
}
