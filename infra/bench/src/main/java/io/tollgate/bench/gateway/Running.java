package io.tollgate.bench.gateway;

import java.io.IOException;

/// A gateway that runs.
public interface Running extends AutoCloseable {
  Door door();

  /// Ends it and waits until it has ended.
  @Override
  void close() throws IOException;
}
