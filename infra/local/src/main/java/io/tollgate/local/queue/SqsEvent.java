package io.tollgate.local.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The event in which Lambda hands a batch to a function, and the answer in which the function
/// names what failed.
final class SqsEvent {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String SOURCE = "arn:aws:sqs:local:000000000000:usage";

  private SqsEvent() {}

  static byte[] of(List<Delivery> batch) throws IOException {
    int length = batch.stream().mapToInt(delivery -> delivery.body().length() + 400).sum();
    var bytes = new ByteArrayOutputStream(length);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (Delivery delivery : batch) {
        record(delivery, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void record(Delivery delivery, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("messageId", delivery.id());
    json.writeStringField("receiptHandle", delivery.id() + "-" + delivery.count());
    json.writeStringField("body", delivery.body());
    json.writeObjectFieldStart("attributes");
    json.writeStringField("ApproximateReceiveCount", Integer.toString(delivery.count()));
    json.writeStringField("SentTimestamp", Long.toString(delivery.sentAt().toEpochMilli()));
    json.writeEndObject();
    json.writeObjectFieldStart("messageAttributes");
    json.writeEndObject();
    json.writeStringField("eventSource", "aws:sqs");
    json.writeStringField("eventSourceARN", SOURCE);
    json.writeStringField("awsRegion", "local");
    json.writeEndObject();
  }

  /// The ids that the answer names; none for an empty one.
  static Set<String> failures(byte[] answer) throws IOException {
    Set<String> failed = new HashSet<>();
    try (JsonParser json = JSON.createParser(answer)) {
      for (JsonToken next = json.nextToken(); next != null; next = json.nextToken()) {
        if (next == JsonToken.FIELD_NAME && json.currentName().equals("itemIdentifier")) {
          json.nextToken();
          failed.add(json.getText());
        }
      }
    }
    return failed;
  }
}
