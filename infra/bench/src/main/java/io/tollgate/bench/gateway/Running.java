package io.tollgate.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A gateway that runs.
public interface Running extends AutoCloseable {
  Door door();

  /// One that keeps its books in memory.
  ///
  /// @param inProcess in this process, not in one of its own
  /// @param config the organisation's file
  static Running start(boolean inProcess, Path config) throws IOException {
    return inProcess
        ? new InProcess(config)
        : new Child(List.of(), List.of(), List.of("--memory", "--config", config.toString()));
  }

  /// Ends it and waits until it has ended.
  @Override
  void close() throws IOException;
}
