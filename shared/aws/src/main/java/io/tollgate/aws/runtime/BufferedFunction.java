package io.tollgate.aws.runtime;

import java.io.IOException;

/// A function whose answer is one piece: behind a queue or a schedule. Safe for concurrent calls.
@FunctionalInterface
public interface BufferedFunction {
  /// @param event as its source sent it; not changed
  /// @return the answer, as JSON
  /// @throws IOException if the event is not one of this function's
  byte[] handle(byte[] event) throws IOException;
}
