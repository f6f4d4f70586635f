package io.tollgate.bench.gateway;

import io.tollgate.local.Gateway;
import io.tollgate.local.LocalDeployment;
import io.tollgate.local.Options;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A gateway in this process, over real HTTP, its books in memory.
final class InProcess implements Running {
  private final Gateway gateway;

  /// @param config the organisation's file
  /// @param now what time its clock shows at the start; empty for the real time
  InProcess(Path config, Optional<Instant> now) {
    Options usual = Options.DEFAULT;
    gateway =
        new Gateway(
            new Options(
                0,
                Optional.of(config),
                Optional.empty(),
                new Options.Store.Memory(),
                Optional.empty(),
                usual.maxCall(),
                usual.grace(),
                now),
            LocalDeployment.ofThisMachine());
  }

  @Override
  public Door door() {
    return Door.of(gateway.readyLine());
  }

  @Override
  public void close() {
    gateway.close();
  }
}
