package io.tollgate.local.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;

/// Reads a request's body into memory, and one that is too large into nothing.
final class Body {
  static final byte[] NONE = {};

  // Enough of a body that was refused is read for the client to see the answer instead of a reset.
  private static final long DISCARDED = 256L * 1024 * 1024;
  private static final HeaderName EXPECT = HeaderNames.create("expect");

  private Body() {}

  /// The body, or the first byte too many with what came before it.
  ///
  /// @param length as the request says, at most the largest; negative if it does not say
  /// @throws IOException if the client hung up before its end
  static byte[] read(ServerRequest request, long length) throws IOException {
    if (!request.content().hasEntity()) {
      return NONE;
    }
    InputStream in = request.content().inputStream();
    if (length < 0) {
      return in.readNBytes(Server.LARGEST_BODY + 1);
    }
    byte[] body = new byte[(int) length];
    int read = in.readNBytes(body, 0, body.length);
    if (read < body.length) {
      throw new IOException("the client hung up after %d of %d bytes".formatted(read, length));
    }
    in.close();
    return body;
  }

  static void discard(ServerRequest request) throws IOException {
    if (request.headers().contains(EXPECT)) {
      return; // The client waits to be told to go on.
    }
    InputStream in = request.content().inputStream();
    byte[] scrap = new byte[16 * 1024];
    long left = DISCARDED;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = in.read(scrap);
    }
  }
}
