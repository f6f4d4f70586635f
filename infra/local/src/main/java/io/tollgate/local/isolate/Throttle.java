package io.tollgate.local.isolate;

import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Invocation;
import io.tollgate.local.http.Refusal;
import java.io.IOException;
import java.io.OutputStream;

/// What the throttle of the API's stage says to a call too many; a test holds it to the template.
final class Throttle {
  static final Refusal REFUSAL =
      new Refusal(
          429,
          "rate_limit_error",
          "rate_limit_exceeded",
          "The gateway takes no more calls at this rate; try again in a second.");

  private Throttle() {}

  static void refuse(Invocation invocation, OutputStream response) throws IOException {
    REFUSAL.sendTo(
        Envelope.reply(response),
        Refusal.JSON
            .edit()
            .set("tollgate-request-id", invocation.id())
            .set("x-request-id", invocation.id())
            .set("retry-after", "1")
            .build());
  }
}
