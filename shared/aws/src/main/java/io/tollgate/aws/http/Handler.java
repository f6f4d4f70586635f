package io.tollgate.aws.http;

import java.io.IOException;

/// What a function does with a request. Safe for concurrent calls.
@FunctionalInterface
public interface Handler {
  /// Answers through the reply; work after the last byte is done before this returns, unseen by the
  /// client.
  ///
  /// @throws IOException if the client is gone and nothing else is left to be done
  void handle(Request request, Reply reply) throws IOException;
}
