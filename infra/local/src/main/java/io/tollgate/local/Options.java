package io.tollgate.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What `./tollgate up` was asked for.
///
/// @param port 0 for a free one
/// @param config the organisation's file; empty for the demo organisation
/// @param environments the functions' zips run in processes of their own, of each function at most
///   so many at once; empty for all functions in this process
/// @param store where accounts and journal are kept
/// @param upstream stands in for OpenAI's base URL, up to and with `/v1`
/// @param maxCall the longest that a call may take
/// @param grace how long after that a reservation is kept before the sweep charges its bound
/// @param now what time the clock shows at the start; empty for the real time
public record Options(
    int port,
    Optional<Path> config,
    Optional<Integer> environments,
    Store store,
    Optional<URI> upstream,
    Duration maxCall,
    Duration grace,
    Optional<Instant> now) {
  public static final Options DEFAULT =
      new Options(
          8787,
          Optional.empty(),
          Optional.empty(),
          new Store.Data(Path.of(".tollgate")),
          Optional.empty(),
          Wiring.PROXY_TIMEOUT,
          Duration.ofMinutes(2),
          Optional.empty());

  /// Where accounts and journal are kept.
  public sealed interface Store {
    /// The durable embedded table, in this directory.
    record Data(Path directory) implements Store {}

    /// A map, gone with the process.
    record Memory() implements Store {}

    /// AWS's own engine, in a process of its own.
    record DynamoDbLocal() implements Store {}
  }
}
