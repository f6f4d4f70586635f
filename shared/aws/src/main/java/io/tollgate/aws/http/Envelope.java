package io.tollgate.aws.http;

import java.io.IOException;
import java.io.OutputStream;

/// The codec between Lambda's HTTP events and our requests and replies.
///
/// An answer is a prelude (JSON with status and headers), eight zero bytes, then the body as it
/// comes: the content type `application/vnd.awslambda.http-integration-response`.
public final class Envelope {
  /// What stands between prelude and body.
  public static final int SEPARATOR_LENGTH = 8;

  /// API Gateway refuses a longer prelude.
  public static final int LARGEST_PRELUDE = 16 * 1024 - 1;

  private Envelope() {}

  /// A handler behind the door of a function.
  public static StreamingFunction function(Handler handler) {
    return (event, invocation, response) -> {
      var reply = new EnvelopeReply(response);
      handler.handle(read(event, invocation), reply);
      reply.finish();
    };
  }

  /// The request inside an event. Fields of an unknown shape are passed over: what is missing is
  /// empty, and a missing path is `/`.
  ///
  /// @throws IOException if the event is not JSON
  public static Request read(byte[] event, Invocation invocation) throws IOException {
    return new EventReader().read(event, invocation);
  }

  /// A reply that travels as prelude and body over this stream. Closing the reply's body closes the
  /// stream.
  public static Reply reply(OutputStream response) {
    return new EnvelopeReply(response);
  }
}
