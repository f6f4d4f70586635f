package io.tollgate.bench.http;

import java.io.IOException;
import java.io.OutputStream;

/// How a provider answers a request. Safe for concurrent calls.
@FunctionalInterface
public interface Conduct {
  /// @param out to the caller; each write is a packet
  void answer(OutputStream out) throws IOException, InterruptedException;
}
