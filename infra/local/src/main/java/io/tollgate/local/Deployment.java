package io.tollgate.local;

import io.tollgate.local.queue.LocalQueue;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/// Builds the functions of an organisation, as their composition roots do on AWS, over what this
/// machine has.
@FunctionalInterface
public interface Deployment {
  /// What stands before the functions do.
  ///
  /// @param clock shows the time of `--now` at the start, if that was given
  /// @param queue takes the usage events
  /// @param demo the demo provider's base URL: it plays each provider that has no credential
  /// @param data empty unless the books are kept in a directory
  record Ground(
      Options options,
      InstantSource clock,
      LocalQueue queue,
      URI demo,
      Optional<DataDirectory> data) {}

  /// What was built.
  ///
  /// @param key a first virtual key
  /// @param adminKey a first admin key
  /// @param store closed last
  record Deployed(
      LocalCloud.Functions functions, String key, String adminKey, AutoCloseable store) {}

  /// @throws Misuse if the options or the organisation's file are wrong
  Deployed deploy(Ground ground);
}
