package io.tollgate.aws.http;

import java.io.IOException;
import java.io.OutputStream;

/// A function as its platform sees it: an event in, a prelude and bytes out. The only door, on
/// Lambda and locally. Safe for concurrent calls.
@FunctionalInterface
public interface StreamingFunction {
  /// Answers one event. The client's answer ends when the response is closed; work after that is
  /// unseen by it.
  ///
  /// @param event a REST v1 proxy event or a Function URL v2 event; not changed
  /// @param response what is flushed reaches the client; a write fails when the client is known to
  ///   be gone
  /// @throws IOException if the event is not JSON, or the client is gone and nothing else is left
  ///   to be done
  void invoke(byte[] event, Invocation invocation, OutputStream response) throws IOException;
}
