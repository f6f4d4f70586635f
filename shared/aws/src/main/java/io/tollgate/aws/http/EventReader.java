package io.tollgate.aws.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// Reads one event, token by token. REST v1 names its fields `httpMethod`, `path`,
/// `multiValueHeaders`; v2 says `requestContext.http.method`, `rawPath`, `headers`: no name means
/// two things, so both are read by one loop.
final class EventReader {
  // Header names are the callers': interning them would fill a table that nothing empties.
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private static final String NO_STAGE = "$default";
  private static final byte[] EMPTY = {};

  private final Headers.Builder single = Headers.builder();
  private final Headers.Builder multiple = Headers.builder();
  private final StringBuilder singleQuery = new StringBuilder(0);
  private final StringBuilder multipleQuery = new StringBuilder(0);
  private boolean hasMultiple;
  private boolean isSecondVersion;
  private boolean isBase64;
  private String method = "";
  private String path = "/";
  private String rawQuery = "";
  private String stage = NO_STAGE;
  private String cookies = "";
  private String body = "";

  Request read(byte[] event, Invocation invocation) throws IOException {
    try (JsonParser json = JSON.createParser(event)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          field(name, json);
        }
      }
    }
    if (!cookies.isEmpty()) {
      single.set("cookie", cookies);
    }
    return new Request(
        invocation.id(),
        method.toUpperCase(Locale.ROOT),
        rooted(Percent.decode(isSecondVersion ? withoutStage() : path)),
        query(),
        (hasMultiple ? multiple : single).build(),
        bytes(),
        invocation.deadline());
  }

  private void field(String name, JsonParser json) throws IOException {
    switch (name) {
      case "httpMethod" -> method = text(json);
      case "path" -> path = text(json);
      case "rawPath" -> {
        isSecondVersion = true;
        path = text(json);
      }
      case "rawQueryString" -> rawQuery = text(json);
      case "headers" -> pairs(json, single::add);
      case "multiValueHeaders" -> hasMultiple = pairs(json, multiple::add);
      case "queryStringParameters" -> pairs(json, (key, value) -> ask(singleQuery, key, value));
      case "multiValueQueryStringParameters" ->
          pairs(json, (key, value) -> ask(multipleQuery, key, value));
      case "cookies" -> cookies(json);
      case "requestContext" -> context(json);
      case "body" -> body = text(json);
      case "isBase64Encoded" -> isBase64 = json.currentToken() == JsonToken.VALUE_TRUE;
      default -> json.skipChildren();
    }
  }

  private void context(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "stage" -> stage = text(json);
        case "http" ->
            pairs(
                json,
                (key, value) -> {
                  if (key.equals("method")) {
                    method = value;
                  }
                });
        default -> json.skipChildren();
      }
    }
  }

  private void cookies(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String cookie = text(json);
      cookies = cookies.isEmpty() ? cookie : cookies + "; " + cookie;
    }
  }

  /// Gives each name with each of its values, whether they stand alone or in lists.
  private static boolean pairs(JsonParser json, Pair to) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return false;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      switch (json.nextToken()) {
        case START_ARRAY -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            to.accept(name, text(json));
          }
        }
        case START_OBJECT, VALUE_NULL -> json.skipChildren();
        default -> to.accept(name, text(json));
      }
    }
    return true;
  }

  private static String text(JsonParser json) throws IOException {
    if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  private static void ask(StringBuilder query, String name, String value) {
    query.append(query.isEmpty() ? "" : "&").append(Percent.encode(name)).append('=');
    query.append(Percent.encode(value));
  }

  private String query() {
    if (!rawQuery.isEmpty()) {
      return rawQuery;
    }
    return (multipleQuery.isEmpty() ? singleQuery : multipleQuery).toString();
  }

  // Only the second version puts the stage into the path.
  private String withoutStage() {
    String prefix = "/" + stage;
    if (stage.equals(NO_STAGE) || stage.isEmpty() || !path.startsWith(prefix)) {
      return path;
    }
    String rest = path.substring(prefix.length());
    return rest.isEmpty() ? "/" : rest.startsWith("/") ? rest : path;
  }

  private static String rooted(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  private byte[] bytes() throws IOException {
    if (body.isEmpty()) {
      return EMPTY;
    }
    if (!isBase64) {
      return body.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IOException("the event says that its body is base64, and it is not", e);
    }
  }

  @FunctionalInterface
  private interface Pair {
    void accept(String name, String value);
  }
}
