package io.tollgate.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// How the facts of a call are spelt. What is empty is left out: most of it is, and journal items
/// keep it for weeks.
final class FactsJson {
  /// Whoever settles must know it too, without reading the rest.
  static final String UNRESERVED = "unreserved";

  private FactsJson() {}

  static void write(JsonGenerator json, CallFacts facts) throws IOException {
    json.writeStartObject();
    json.writeNumberField("at", facts.at().toEpochMilli());
    flag(json, "stream", facts.streamed());
    json.writeArrayFieldStart("tries");
    for (CallFacts.Attempt attempt : facts.attempts()) {
      json.writeStartObject();
      json.writeStringField("p", attempt.provider());
      json.writeStringField("o", attempt.model());
      json.writeNumberField("status", attempt.status());
      text(json, "error", attempt.error());
      json.writeNumberField("ms", attempt.millis());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (facts.firstByteMillis().isPresent()) {
      json.writeNumberField("first_ms", facts.firstByteMillis().getAsLong());
    }
    json.writeNumberField("ms", facts.totalMillis());
    text(json, "finish", facts.finishReason());
    flag(json, "gone", facts.clientGone());
    text(json, "up", facts.upstreamRequest());
    if (facts.reasoningTokens() > 0) {
      json.writeNumberField("reasoning", facts.reasoningTokens());
    }
    flag(json, "odd", facts.inconsistent());
    text(json, "fp", facts.fingerprint());
    text(json, "tool_fp", facts.toolFingerprint());
    text(json, "trace", facts.traceparent());
    remarks(json, facts.remarks());
    flag(json, UNRESERVED, facts.unreserved());
    if (!facts.tags().isEmpty()) {
      json.writeObjectFieldStart("tags");
      for (Map.Entry<String, String> tag : facts.tags().entrySet()) {
        json.writeStringField(tag.getKey(), tag.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void remarks(JsonGenerator json, List<CallFacts.Remark> remarks)
      throws IOException {
    if (remarks.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("said");
    for (CallFacts.Remark remark : remarks) {
      json.writeStartObject();
      json.writeStringField("p", remark.policy());
      json.writeStringField("s", remark.scope());
      json.writeStringField("w", remark.word());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void flag(JsonGenerator json, String name, boolean set) throws IOException {
    if (set) {
      json.writeBooleanField(name, true);
    }
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  static CallFacts read(JsonNode json) {
    var tags = new HashMap<String, String>();
    json.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    return new CallFacts(
        Instant.ofEpochMilli(json.path("at").asLong()),
        json.path("stream").asBoolean(),
        attempts(json.path("tries")),
        json.has("first_ms")
            ? OptionalLong.of(json.get("first_ms").asLong())
            : OptionalLong.empty(),
        json.path("ms").asLong(),
        json.path("finish").asText(""),
        json.path("gone").asBoolean(),
        json.path("up").asText(""),
        json.path("reasoning").asLong(),
        json.path("odd").asBoolean(),
        json.path("fp").asText(""),
        json.path("tool_fp").asText(""),
        json.path("trace").asText(""),
        remarks(json.path("said")),
        json.path(UNRESERVED).asBoolean(),
        tags);
  }

  private static List<CallFacts.Attempt> attempts(JsonNode json) {
    var attempts = new ArrayList<CallFacts.Attempt>();
    for (JsonNode attempt : json) {
      attempts.add(
          new CallFacts.Attempt(
              attempt.path("p").asText(),
              attempt.path("o").asText(),
              attempt.path("status").asInt(),
              attempt.path("error").asText(""),
              attempt.path("ms").asLong()));
    }
    return attempts;
  }

  private static List<CallFacts.Remark> remarks(JsonNode json) {
    var remarks = new ArrayList<CallFacts.Remark>();
    for (JsonNode remark : json) {
      remarks.add(
          new CallFacts.Remark(
              remark.path("p").asText(), remark.path("s").asText(), remark.path("w").asText()));
    }
    return remarks;
  }
}
