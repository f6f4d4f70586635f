package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.aws.http.Headers;

/// What is sent back: a status, a body, and headers beside the usual ones.
record Answer(int status, Content content, Headers headers) {
  /// A body.
  sealed interface Content {}

  /// A JSON object.
  record Json(ObjectNode object) implements Content {}

  /// A file as it was written.
  record Yaml(String text) implements Content {}

  static Answer ok(ObjectNode body) {
    return new Answer(200, new Json(body), Headers.NONE);
  }

  static Answer yaml(String text) {
    return new Answer(200, new Yaml(text), Headers.NONE);
  }

  static Answer created(ObjectNode body) {
    return ok(body).with(201);
  }

  /// The same under another status.
  Answer with(int other) {
    return new Answer(other, content, headers);
  }

  /// The same with a header more.
  Answer with(String header, String value) {
    return new Answer(status, content, headers.edit().add(header, value).build());
  }
}
