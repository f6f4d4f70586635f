package io.tollgate.local.http;

import io.tollgate.aws.http.Reply;
import java.io.IOException;

/// What a server does with a call. Safe for concurrent calls.
@FunctionalInterface
public interface Visitor {
  /// Answers through the reply and closes its body. If this throws, or leaves the body open, the
  /// connection is cut, so that the client does not take a part for the whole.
  ///
  /// @throws IOException if the client is gone, or the answer broke off
  void visit(Call call, Reply reply) throws IOException;
}
