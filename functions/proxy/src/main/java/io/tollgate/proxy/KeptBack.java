package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// The caller of a request that may be made again: hears of an error only when told, so that the
/// store knows of it before the caller does. All else it hears as it comes. Used by one thread.
final class KeptBack implements Reply {
  private static final int ERRORS = 400;

  private final Reply reply;
  private Optional<Answer> kept = Optional.empty();

  /// As long as what the provider said, which was held whole anyway.
  private record Answer(int status, Headers headers, ByteArrayOutputStream body) {}

  KeptBack(Reply reply) {
    this.reply = reply;
  }

  @Override
  public OutputStream begin(int status, Headers headers) throws IOException {
    if (status < ERRORS) {
      return reply.begin(status, headers);
    }
    var body = new ByteArrayOutputStream();
    kept = Optional.of(new Answer(status, headers, body));
    return body;
  }

  /// Lets the caller hear what was kept back, if anything was.
  ///
  /// @throws IOException if the caller is known to be gone
  void tell() throws IOException {
    if (kept.isPresent()) {
      Answer answer = kept.get();
      try (OutputStream out = reply.begin(answer.status(), answer.headers())) {
        answer.body().writeTo(out);
      }
    }
  }
}
