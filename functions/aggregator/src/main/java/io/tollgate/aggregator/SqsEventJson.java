package io.tollgate.aggregator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// How Lambda hands over a batch of an SQS queue, and how a function names the messages that failed
/// (`ReportBatchItemFailures`).
final class SqsEventJson {
  private static final JsonFactory JSON = new JsonFactory();

  private SqsEventJson() {}

  /// Reads `Records[].messageId` and `.body`, with the parser behind the field name `Records`.
  static List<Message> records(JsonParser json) throws IOException {
    var messages = new ArrayList<Message>();
    if (json.nextToken() != JsonToken.START_ARRAY) {
      throw new IOException("Records is no list: this is not an event of SQS");
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      messages.add(message(json));
    }
    return messages;
  }

  private static Message message(JsonParser json) throws IOException {
    String id = "";
    String body = "";
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING && name.equals("messageId")) {
        id = json.getText();
      } else if (value == JsonToken.VALUE_STRING && name.equals("body")) {
        body = json.getText();
      } else {
        json.skipChildren();
      }
    }
    if (id.isEmpty()) {
      throw new IOException("a record without a messageId: this is not an event of SQS");
    }
    return new Message(id, body);
  }

  /// `{"batchItemFailures":[{"itemIdentifier":"…"}]}`; without any the whole batch is done.
  static byte[] failures(Collection<String> ids) {
    var bytes = new ByteArrayOutputStream(32 + ids.size() * 64);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("batchItemFailures");
      for (String id : ids) {
        json.writeStartObject();
        json.writeStringField("itemIdentifier", id);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
