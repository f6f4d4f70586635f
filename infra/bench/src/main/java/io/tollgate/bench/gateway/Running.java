package io.tollgate.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A gateway that runs.
public interface Running extends AutoCloseable {
  Door door();

  /// One that keeps its books in memory.
  ///
  /// @param inProcess in this process, not in one of its own
  /// @param config the organisation's file
  /// @param now what time its clock shows at the start; empty for the real time
  static Running start(boolean inProcess, Path config, Optional<Instant> now) throws IOException {
    if (inProcess) {
      return new InProcess(config, now);
    }
    var up = new ArrayList<String>(List.of("--memory", "--config", config.toString()));
    now.ifPresent(time -> up.add("--now=" + time));
    return new Child(List.of(), List.of(), up);
  }

  /// Ends it and waits until it has ended.
  @Override
  void close() throws IOException;
}
