package io.tollgate.local.http;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What the front itself says no with, shaped as OpenAI's errors, as API Gateway's own answers are
/// on AWS.
///
/// @param code such as `request_too_large`
/// @param message a sentence without quotes or backslashes
public record Refusal(int status, String type, String code, String message) {
  public static final Headers JSON =
      Headers.builder().add("content-type", "application/json").build();

  public static Refusal invalid(int status, String code, String message) {
    return new Refusal(status, "invalid_request_error", code, message);
  }

  public static Refusal failed(int status, String code, String message) {
    return new Refusal(status, "api_error", code, message);
  }

  public byte[] body() {
    String json =
        "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
            .formatted(message, type, code);
    return json.getBytes(StandardCharsets.UTF_8);
  }

  public void sendTo(Reply reply) throws IOException {
    sendTo(reply, JSON);
  }

  public void sendTo(Reply reply, Headers headers) throws IOException {
    try (var out = reply.begin(status, headers)) {
      out.write(body());
    }
  }
}
