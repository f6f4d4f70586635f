package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.aws.http.Headers;

/// What is sent back: a status, a JSON object, and headers beside the usual ones.
record Answer(int status, ObjectNode body, Headers headers) {
  static Answer ok(ObjectNode body) {
    return new Answer(200, body, Headers.NONE);
  }

  static Answer created(ObjectNode body) {
    return new Answer(201, body, Headers.NONE);
  }

  /// The same under another status.
  Answer with(int other) {
    return new Answer(other, body, headers);
  }

  /// The same with a header more.
  Answer with(String header, String value) {
    var more = Headers.builder();
    headers.asMap().forEach((name, values) -> values.forEach(one -> more.add(name, one)));
    return new Answer(status, body, more.add(header, value).build());
  }
}
