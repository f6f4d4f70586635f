package io.tollgate.local.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.http.Percent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a call as the REST v1 proxy event that API Gateway would make of it.
///
/// `headers` and `queryStringParameters`, which hold only the last of repeated values, are left
/// out: whoever reads the multi-valued fields has all of them.
final class EventJson {
  private static final JsonFactory JSON = new JsonFactory();

  private EventJson() {}

  static byte[] of(Call call, Invocation invocation) throws IOException {
    var bytes = new ByteArrayOutputStream(1024 + call.body().length + call.body().length / 8);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("resource", "/{proxy+}");
      json.writeStringField("path", call.path());
      json.writeStringField("httpMethod", call.method());
      lists("multiValueHeaders", call.headers().asMap(), json);
      lists("multiValueQueryStringParameters", parameters(call.query()), json);
      json.writeObjectFieldStart("requestContext");
      json.writeStringField("requestId", invocation.id());
      json.writeStringField("stage", "live");
      json.writeStringField("path", "/live" + call.path());
      json.writeStringField("httpMethod", call.method());
      json.writeStringField("protocol", "HTTP/1.1");
      json.writeObjectFieldStart("identity");
      json.writeStringField("sourceIp", "127.0.0.1");
      json.writeEndObject();
      json.writeEndObject();
      body(call.body(), json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void body(byte[] body, JsonGenerator json) throws IOException {
    boolean text = isText(body);
    json.writeFieldName("body");
    if (body.length == 0) {
      json.writeNull();
    } else if (text) {
      json.writeUTF8String(body, 0, body.length);
    } else {
      json.writeBinary(body);
    }
    json.writeBooleanField("isBase64Encoded", !text);
  }

  private static void lists(String name, Map<String, List<String>> values, JsonGenerator json)
      throws IOException {
    if (values.isEmpty()) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      json.writeArrayFieldStart(entry.getKey());
      for (String value : entry.getValue()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static Map<String, List<String>> parameters(String query) {
    if (query.isEmpty()) {
      return Map.of();
    }
    var parameters = new LinkedHashMap<String, List<String>>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.computeIfAbsent(decoded(name), n -> new ArrayList<>(1)).add(decoded(value));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return Percent.decode(text.replace('+', ' '));
  }

  // API Gateway hands on text as text and spoils what is not; a stage says which types are binary.
  // Here the bytes say it.
  // Control characters are no text either: each would take six bytes.
  private static boolean isText(byte[] body) {
    boolean ascii = true;
    for (byte b : body) {
      if (b < ' ') {
        if (b >= 0 && b != '\n' && b != '\r' && b != '\t') {
          return false;
        }
        ascii &= b >= 0;
      }
    }
    return ascii || isUtf8(body);
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
