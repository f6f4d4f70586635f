package io.tollgate.aws.dynamodb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Answers as DynamoDB spells them, for faults that its local engine does not know.
final class StoreAnswer {
  private static final String NAMESPACE = "com.amazonaws.dynamodb.v20120810#";
  private static final ObjectMapper JSON = new ObjectMapper();

  private StoreAnswer() {}

  /// A plain write's conflict, or a transaction cancelled by one with its first item.
  static HttpExecuteResponse conflict(HttpExecuteRequest request) throws IOException {
    boolean transaction =
        request
            .httpRequest()
            .firstMatchingHeader("X-Amz-Target")
            .orElse("")
            .endsWith(".TransactWriteItems");
    return transaction
        ? of(400, cancelled(JSON.readTree(body(request)).path("TransactItems").size()))
        : error(400, "TransactionConflictException");
  }

  static HttpExecuteResponse throttled() {
    return error(400, "ThrottlingException");
  }

  static HttpExecuteResponse error(int status, String code) {
    return of(status, Map.of("__type", NAMESPACE + code, "message", "made up by a faulty wire"));
  }

  /// The answer with its body read, so that its connection is free for others.
  static HttpExecuteResponse copyOf(HttpExecuteResponse answer) throws IOException {
    byte[] body = new byte[0];
    if (answer.responseBody().isPresent()) {
      try (var in = answer.responseBody().get()) {
        body = in.readAllBytes();
      }
    }
    return with(answer.httpResponse(), body);
  }

  private static Map<String, Object> cancelled(int writes) {
    var none = Map.of("Code", "None");
    var reasons = new ArrayList<>(Collections.nCopies(writes, none));
    reasons.set(
        0, Map.of("Code", "TransactionConflict", "Message", "Transaction is ongoing for the item"));
    return Map.of(
        "__type",
        NAMESPACE + "TransactionCanceledException",
        "Message",
        "Transaction cancelled by a faulty wire",
        "CancellationReasons",
        List.copyOf(reasons));
  }

  private static byte[] body(HttpExecuteRequest request) throws IOException {
    try (var in = request.contentStreamProvider().orElseThrow().newStream()) {
      return in.readAllBytes();
    }
  }

  private static HttpExecuteResponse of(int status, Map<String, ?> body) {
    var response =
        SdkHttpResponse.builder()
            .statusCode(status)
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .build();
    try {
      return with(response, JSON.writeValueAsBytes(body));
    } catch (IOException e) {
      throw new IllegalStateException("An answer made of strings must be JSON.", e);
    }
  }

  private static HttpExecuteResponse with(SdkHttpResponse response, byte[] body) {
    return HttpExecuteResponse.builder()
        .response(response)
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }
}
