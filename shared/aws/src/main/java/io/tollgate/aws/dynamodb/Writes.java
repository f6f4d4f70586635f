package io.tollgate.aws.dynamodb;

import io.tollgate.table.Write;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Our writes as the SDK's requests to one table. Each asks for the old item where its condition
/// fails.
///
/// @param table the table's name
record Writes(String table) {
  private static final ReturnValuesOnConditionCheckFailure OLD =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;

  PutItemRequest.Builder put(Write.Put put) {
    var expressions = new Expressions();
    var request =
        PutItemRequest.builder()
            .tableName(table)
            .item(Attributes.of(put.key(), put.item()))
            .returnValuesOnConditionCheckFailure(OLD);
    expressions.condition(put.condition()).ifPresent(request::conditionExpression);
    return request
        .expressionAttributeNames(expressions.names())
        .expressionAttributeValues(expressions.values());
  }

  UpdateItemRequest.Builder update(Write.Update update) {
    var expressions = new Expressions();
    var request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(Attributes.of(update.key()))
            .returnValues(ReturnValue.ALL_NEW)
            .returnValuesOnConditionCheckFailure(OLD);
    expressions.condition(update.condition()).ifPresent(request::conditionExpression);
    return request
        .updateExpression(expressions.update(update.actions()))
        .expressionAttributeNames(expressions.names())
        .expressionAttributeValues(expressions.values());
  }

  DeleteItemRequest.Builder delete(Write.Delete delete) {
    var expressions = new Expressions();
    var request =
        DeleteItemRequest.builder()
            .tableName(table)
            .key(Attributes.of(delete.key()))
            .returnValuesOnConditionCheckFailure(OLD);
    expressions.condition(delete.condition()).ifPresent(request::conditionExpression);
    return request
        .expressionAttributeNames(expressions.names())
        .expressionAttributeValues(expressions.values());
  }

  TransactWriteItem inTransaction(Write write) {
    return switch (write) {
      case Write.Put put -> TransactWriteItem.builder().put(transactional(put)).build();
      case Write.Update update -> TransactWriteItem.builder().update(transactional(update)).build();
      case Write.Delete delete -> TransactWriteItem.builder().delete(transactional(delete)).build();
    };
  }

  private Put transactional(Write.Put put) {
    var request = put(put).build();
    return Put.builder()
        .tableName(table)
        .item(request.item())
        .conditionExpression(request.conditionExpression())
        .expressionAttributeNames(request.expressionAttributeNames())
        .expressionAttributeValues(request.expressionAttributeValues())
        .returnValuesOnConditionCheckFailure(OLD)
        .build();
  }

  private Update transactional(Write.Update update) {
    var request = update(update).build();
    return Update.builder()
        .tableName(table)
        .key(request.key())
        .updateExpression(request.updateExpression())
        .conditionExpression(request.conditionExpression())
        .expressionAttributeNames(request.expressionAttributeNames())
        .expressionAttributeValues(request.expressionAttributeValues())
        .returnValuesOnConditionCheckFailure(OLD)
        .build();
  }

  private Delete transactional(Write.Delete delete) {
    var request = delete(delete).build();
    return Delete.builder()
        .tableName(table)
        .key(request.key())
        .conditionExpression(request.conditionExpression())
        .expressionAttributeNames(request.expressionAttributeNames())
        .expressionAttributeValues(request.expressionAttributeValues())
        .returnValuesOnConditionCheckFailure(OLD)
        .build();
  }
}
