package io.tollgate.local.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.Arrays;

/// What a client is told whose request is not HTTP/1.1: Helidon reads it, the words are ours.
final class Unreadable {
  private Unreadable() {}

  static DirectHandlers refusals() {
    var refusals = DirectHandlers.builder();
    DirectHandler ours =
        (request, event, status, headers, message) ->
            DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .keepAlive(false)
                .entity(refusal(status).body())
                .build();
    Arrays.stream(DirectHandler.EventType.values())
        .forEach(event -> refusals.addHandler(event, ours));
    return refusals.build();
  }

  private static Refusal refusal(Status status) {
    if (status.code() >= 500 && status.code() != Status.HTTP_VERSION_NOT_SUPPORTED_505.code()) {
      return Refusal.failed(status.code(), "internal_error", status.reasonPhrase());
    }
    return Refusal.invalid(
        status.code(),
        "invalid_request",
        "This is not a request of HTTP/1.1: %s.".formatted(status.reasonPhrase()));
  }
}
