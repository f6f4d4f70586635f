package io.tollgate.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
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

  /// By hand: every call writes them.
  static String write(CallFacts facts) {
    var text = new StringBuilder(320).append("{\"at\":").append(facts.at().toEpochMilli());
    flag(text, "stream", facts.streamed());
    tries(text, facts.attempts());
    if (facts.firstByteMillis().isPresent()) {
      number(text, "first_ms", facts.firstByteMillis().getAsLong());
    }
    number(text, "ms", facts.totalMillis());
    text(text, "finish", facts.finishReason());
    flag(text, "gone", facts.clientGone());
    text(text, "up", facts.upstreamRequest());
    if (facts.reasoningTokens() > 0) {
      number(text, "reasoning", facts.reasoningTokens());
    }
    flag(text, "odd", facts.inconsistent());
    text(text, "fp", facts.fingerprint());
    text(text, "tool_fp", facts.toolFingerprint());
    text(text, "trace", facts.traceparent());
    remarks(text, facts.remarks());
    flag(text, UNRESERVED, facts.unreserved());
    tags(text, facts.tags());
    return text.append('}').toString();
  }

  private static void tries(StringBuilder text, List<CallFacts.Attempt> attempts) {
    text.append(",\"tries\":[");
    for (CallFacts.Attempt attempt : attempts) {
      quote(text.append("{\"p\":"), attempt.provider());
      quote(text.append(",\"o\":"), attempt.model());
      number(text, "status", attempt.status());
      text(text, "error", attempt.error());
      number(text, "ms", attempt.millis());
      text.append("},");
    }
    if (!attempts.isEmpty()) {
      text.setLength(text.length() - 1);
    }
    text.append(']');
  }

  private static void remarks(StringBuilder text, List<CallFacts.Remark> remarks) {
    if (remarks.isEmpty()) {
      return;
    }
    text.append(",\"said\":[");
    for (CallFacts.Remark remark : remarks) {
      quote(text.append("{\"p\":"), remark.policy());
      quote(text.append(",\"s\":"), remark.scope());
      quote(text.append(",\"w\":"), remark.word());
      text.append("},");
    }
    text.setCharAt(text.length() - 1, ']');
  }

  private static void tags(StringBuilder text, Map<String, String> tags) {
    if (tags.isEmpty()) {
      return;
    }
    text.append(",\"tags\":{");
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      quote(text, tag.getKey());
      quote(text.append(':'), tag.getValue());
      text.append(',');
    }
    text.setCharAt(text.length() - 1, '}');
  }

  private static void flag(StringBuilder text, String name, boolean set) {
    if (set) {
      text.append(",\"").append(name).append("\":true");
    }
  }

  private static void number(StringBuilder text, String name, long value) {
    text.append(",\"").append(name).append("\":").append(value);
  }

  private static void text(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      quote(text.append(",\"").append(name).append("\":"), value);
    }
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');
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
