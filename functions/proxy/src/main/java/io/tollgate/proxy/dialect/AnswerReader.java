package io.tollgate.proxy.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tollgate.json.Tree;
import io.tollgate.usage.OpenAiUsage;
import io.tollgate.usage.Usage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Reads an OpenAI-shaped answer or chunk, and of it only what money and records need.
final class AnswerReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // An answer with pictures or sound in it is one long string.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /// No call has more: 128 choices of ten million tokens are fewer.
  private static final double MOST_TOKENS = 2e9;

  private JsonNode usage = MissingNode.getInstance();
  private JsonNode groq = MissingNode.getInstance();
  private String tier = "";
  private String finishReason = "";
  private boolean hasChoices;
  private boolean isError;

  private AnswerReader() {}

  static Answer read(byte[] bytes, int from, int length) {
    try (JsonParser json = JSON.createParser(bytes, from, length)) {
      return json.nextToken() == JsonToken.START_OBJECT
          ? new AnswerReader().read(json)
          : Answer.GARBAGE;
    } catch (IOException notJson) {
      return Answer.GARBAGE;
    }
  }

  private Answer read(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "usage" -> usage = Tree.read(json);
        case "x_groq" -> groq = Tree.read(json);
        case "service_tier" -> tier = value == JsonToken.VALUE_STRING ? json.getText() : "";
        case "error" -> isError = value != JsonToken.VALUE_NULL;
        case "choices" -> choices(json);
        default -> {}
      }
      json.skipChildren();
    }
    if (json.nextToken() != null) {
      return Answer.GARBAGE;
    }
    return new Answer(true, usage(), hasChoices, finishReason, isError);
  }

  /// Leaves the parser at the end of the array, or at whatever stands in its place.
  private void choices(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      hasChoices = true;
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        continue;
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        boolean isReason = json.currentName().equals("finish_reason");
        if (json.nextToken() == JsonToken.VALUE_STRING && isReason && finishReason.isEmpty()) {
          finishReason = json.getText();
        }
        json.skipChildren();
      }
    }
  }

  private Optional<Usage> usage() {
    JsonNode said = usage.isObject() ? usage : groq.path("usage");
    // Without both numbers it says nothing: half a bill is not a bill.
    if (!isCount(said.path("prompt_tokens")) || !isCount(said.path("completion_tokens"))) {
      return Optional.empty();
    }
    JsonNode prompt = said.path("prompt_tokens_details");
    JsonNode completion = said.path("completion_tokens_details");
    if (!hasOnlyCounts(said) || !hasOnlyCounts(prompt) || !hasOnlyCounts(completion)) {
      return Optional.empty();
    }
    long cached =
        first(
            prompt.path("cached_tokens"),
            said.path("prompt_cache_hit_tokens"),
            said.path("num_cached_tokens"));
    return Optional.of(
        new OpenAiUsage(
                said.path("prompt_tokens").asLong(),
                said.path("completion_tokens").asLong(),
                said.path("total_tokens").asLong(),
                new OpenAiUsage.Input(
                    cached,
                    prompt.path("cache_write_tokens").asLong(),
                    prompt.path("audio_tokens").asLong()),
                new OpenAiUsage.Output(
                    completion.path("audio_tokens").asLong(),
                    completion.path("reasoning_tokens").asLong()),
                tier)
            .usage());
  }

  /// Whether a number can be a count of tokens. One broken answer must not give money back, nor use
  /// up a budget that a thousand people share: what cannot be believed is charged at the bound.
  private static boolean isCount(JsonNode number) {
    return number.isNumber() && number.doubleValue() >= 0 && number.doubleValue() <= MOST_TOKENS;
  }

  private static boolean hasOnlyCounts(JsonNode tokens) {
    for (Map.Entry<String, JsonNode> one : tokens.properties()) {
      boolean named = one.getKey().endsWith("_tokens");
      if (named && one.getValue().isNumber() && !isCount(one.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static long first(JsonNode... spellings) {
    for (JsonNode spelling : spellings) {
      if (spelling.isNumber()) {
        return spelling.asLong();
      }
    }
    return 0;
  }
}
