package io.tollgate.proxy.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the tool call that a request brings the result of.
///
/// It is the last one of the assistant's last message, if nothing but results (and instructions of
/// the system) follow: once a person or the assistant has spoken, whatever was called before is no
/// loop's turn any more. Only read where somebody asks: it is a second pass over the messages.
public final class ToolCalls {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private final JsonParser json;
  private @Nullable ToolCall last;

  private ToolCalls(JsonParser json) {
    this.json = json;
  }

  public static Optional<ToolCall> last(Prompt prompt) {
    Place messages = prompt.places().get(Field.MESSAGES);
    if (messages == null || messages.isNull()) {
      return Optional.empty();
    }
    int length = messages.end() - messages.value();
    try (JsonParser json = JSON.createParser(prompt.body(), messages.value(), length)) {
      return new ToolCalls(json).last();
    } catch (IOException e) {
      throw new UncheckedIOException("what was read once cannot be read again", e);
    }
  }

  private Optional<ToolCall> last() throws IOException {
    json.nextToken();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        message();
      } else {
        json.skipChildren();
      }
    }
    return Optional.ofNullable(last);
  }

  private void message() throws IOException {
    String role = "";
    @Nullable ToolCall called = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "role" -> role = text(value);
        case "tool_calls" -> called = value == JsonToken.START_ARRAY ? calls(called) : called;
        // As functions were called before there were tools.
        case "function_call" -> called = value == JsonToken.START_OBJECT ? call() : called;
        default -> {}
      }
      // Of what is none of these, or is not of its form.
      json.skipChildren();
    }
    switch (role) {
      case "tool", "function", "system", "developer" -> {}
      case "assistant" -> last = called;
      default -> last = null;
    }
  }

  private @Nullable ToolCall calls(@Nullable ToolCall before) throws IOException {
    @Nullable ToolCall latest = before;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        latest = entry(latest);
      } else {
        json.skipChildren();
      }
    }
    return latest;
  }

  /// `{"type": "function", "function": {…}}` or the same with `custom`.
  private @Nullable ToolCall entry(@Nullable ToolCall before) throws IOException {
    @Nullable ToolCall latest = before;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      boolean called = name.equals("function") || name.equals("custom");
      if (called && value == JsonToken.START_OBJECT) {
        latest = call();
      } else {
        json.skipChildren();
      }
    }
    return latest;
  }

  private ToolCall call() throws IOException {
    String tool = "";
    String arguments = "";
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "name" -> {
          tool = text(value);
          json.skipChildren();
        }
        case "arguments", "input" -> arguments = whole();
        default -> json.skipChildren();
      }
    }
    return new ToolCall(tool, arguments);
  }

  /// A text; or, as some servers have it, anything else, token by token.
  private String whole() throws IOException {
    if (!json.currentToken().isStructStart()) {
      return json.getText();
    }
    var text = new StringBuilder();
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      text.append(json.getText()).append('\n');
    } while (depth > 0 && json.nextToken() != null);
    return text.toString();
  }

  private String text(JsonToken value) throws IOException {
    return value == JsonToken.VALUE_STRING ? json.getText() : "";
  }
}
