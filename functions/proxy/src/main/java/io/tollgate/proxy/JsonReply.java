package io.tollgate.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Answers with a document of our own.
final class JsonReply {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonReply() {}

  /// Writes one document.
  interface Document {
    void write(JsonGenerator json) throws IOException;
  }

  static void send(Reply reply, Progress at, Document document) throws IOException {
    var bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      document.write(json);
    }
    var headers = Headers.builder();
    Answers.told(at).asMap().forEach((name, all) -> headers.set(name, all.getFirst()));
    headers.set("content-type", "application/json");
    try (var out = reply.begin(200, headers.build())) {
      bytes.writeTo(out);
      out.flush();
    }
  }
}
