package io.tollgate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Reads JSON into Jackson's tree, without Jackson's `ObjectMapper`: that readies itself to map any
/// class of Java, and a new function needs as long for it as for all of its own classes
/// (docs/decisions/0031).
///
/// Fractions are read exactly. A name that stands twice has its last value.
public final class Tree {
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Tree() {}

  /// @throws JsonProcessingException if the text is not one JSON value and nothing else
  public static JsonNode read(String text) throws JsonProcessingException {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      JsonNode root = read(json);
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "something follows the value");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text from memory failed", e);
    }
  }

  /// Reads the value that the parser stands at, as deep as its constraints allow, and leaves it at
  /// that value's end.
  public static JsonNode read(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> NODES.textNode(json.getText());
      case VALUE_NUMBER_INT -> whole(json);
      case VALUE_NUMBER_FLOAT -> fraction(json);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case null, default -> throw new JsonParseException(json, "a value is missing");
    };
  }

  private static JsonNode object(JsonParser json) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      object.set(name, read(json));
    }
    return object;
  }

  private static JsonNode array(JsonParser json) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(json));
    }
    return array;
  }

  private static JsonNode fraction(JsonParser json) throws IOException {
    try {
      return NODES.numberNode(json.getDecimalValue());
    } catch (NumberFormatException e) {
      throw new JsonParseException(json, "a number is beyond all bounds", e);
    }
  }

  private static JsonNode whole(JsonParser json) throws IOException {
    return switch (json.getNumberType()) {
      case INT -> NODES.numberNode(json.getIntValue());
      case LONG -> NODES.numberNode(json.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(json.getBigIntegerValue());
    };
  }
}
