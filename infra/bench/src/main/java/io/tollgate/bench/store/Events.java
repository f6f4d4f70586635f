package io.tollgate.bench.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.local.queue.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Events in the shape in which Lambda hands them over.
final class Events {
  private Events() {}

  /// A chat call through API Gateway.
  static byte[] call(String key, Map<String, String> headers, String body) {
    return post("/v1/chat/completions", key, headers, body);
  }

  /// The same to any route.
  static byte[] post(String path, String key, Map<String, String> headers, String body) {
    ObjectNode event =
        JsonNodeFactory.instance.objectNode().put("httpMethod", "POST").put("path", path);
    ObjectNode lists = event.putObject("multiValueHeaders");
    lists.putArray("authorization").add("Bearer " + key);
    lists.putArray("content-type").add("application/json");
    headers.forEach((name, value) -> lists.putArray(name).add(value));
    event.putNull("multiValueQueryStringParameters");
    event.put("body", body).put("isBase64Encoded", false);
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// A batch from SQS.
  static byte[] batch(List<Delivery> messages) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    ArrayNode records = event.putArray("Records");
    for (Delivery message : messages) {
      records.addObject().put("messageId", message.id()).put("body", message.body());
    }
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }
}
