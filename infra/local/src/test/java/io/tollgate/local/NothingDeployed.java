package io.tollgate.local;

import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.StreamingFunction;
import java.nio.charset.StandardCharsets;

/// A deployment without functions: every call is told so.
final class NothingDeployed implements Deployment {
  private static final byte[] NOTHING =
      """
      {"error":{"message":"No function is deployed here.","type":"api_error","param":null,"code":"internal_error"}}
      """
          .getBytes(StandardCharsets.UTF_8);

  @Override
  public Deployed deploy(Ground ground) {
    StreamingFunction nothing =
        Envelope.function((request, reply) -> {
          var headers = Headers.builder().add("content-type", "application/json").build();
          try (var body = reply.begin(501, headers)) {
            body.write(NOTHING);
          }
        });
    return new Deployed(
        new LocalCloud.Functions(nothing, nothing, event -> new byte[0], () -> {}),
        "none",
        "none",
        () -> {});
  }
}
