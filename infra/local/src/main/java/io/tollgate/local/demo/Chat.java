package io.tollgate.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;

/// A chat request, as far as the demo provider acts on it.
///
/// @param prompt the text of all messages
/// @param messages how many there are
/// @param cap the most words of each choice
/// @param choices how many answers are wanted
record Chat(
    String model,
    String prompt,
    int messages,
    int cap,
    int choices,
    boolean stream,
    boolean includeUsage) {
  private static final ObjectMapper JSON = new ObjectMapper();

  // As in OpenAI's reference of the chat completions API, November 2026.
  private static final Set<String> KNOWN =
      Set.of(
          "audio",
          "frequency_penalty",
          "function_call",
          "functions",
          "logit_bias",
          "logprobs",
          "max_completion_tokens",
          "max_tokens",
          "messages",
          "metadata",
          "modalities",
          "model",
          "n",
          "parallel_tool_calls",
          "prediction",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_retention",
          "reasoning_effort",
          "response_format",
          "safety_identifier",
          "seed",
          "service_tier",
          "stop",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "user",
          "verbosity",
          "web_search_options");

  /// @throws Rejected if OpenAI would reject it too
  static Chat read(byte[] body) throws IOException {
    JsonNode root = tree(body);
    root.fieldNames()
        .forEachRemaining(name -> {
          if (!KNOWN.contains(name)) {
            throw wrong("Unrecognized request argument supplied: " + name);
          }
        });
    if (!root.path("model").isTextual()) {
      throw wrong("you must provide a model parameter");
    }
    JsonNode messages = root.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw wrong("Invalid type for 'messages': expected an array of objects with at least one.");
    }
    var prompt = new StringBuilder();
    messages.forEach(message -> text(message, prompt));
    int words = number(root, "max_tokens", Integer.MAX_VALUE, Integer.MAX_VALUE);
    return new Chat(
        root.path("model").asText(),
        prompt.toString(),
        messages.size(),
        number(root, "max_completion_tokens", words, Integer.MAX_VALUE),
        number(root, "n", 1, 128),
        root.path("stream").asBoolean(),
        root.path("stream_options").path("include_usage").asBoolean());
  }

  private static JsonNode tree(byte[] body) throws IOException {
    try {
      JsonNode root = JSON.readTree(body);
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (JsonProcessingException e) {
      // Said below, as for JSON that is no object.
    }
    throw wrong("We could not parse the JSON body of your request.");
  }

  private static void text(JsonNode message, StringBuilder prompt) {
    if (!message.path("role").isTextual()) {
      throw wrong("Missing required parameter: 'messages[].role'.");
    }
    JsonNode content = message.path("content");
    if (content.isArray()) {
      content.forEach(part -> prompt.append(part.path("text").asText()).append(' '));
    } else {
      prompt.append(content.asText("")).append(' ');
    }
  }

  private static int number(JsonNode root, String name, int otherwise, int most) {
    JsonNode value = root.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > most) {
      throw wrong(
          "Invalid value for '%s': expected an integer from 1 to %d.".formatted(name, most));
    }
    return value.asInt();
  }

  private static Rejected wrong(String message) {
    return new Rejected(400, "invalid_request", message.replace('"', '\'').replace('\\', '/'));
  }
}
