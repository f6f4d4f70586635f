package io.tollgate.bench.store;

/// Where in a call's life the store is asked.
enum Phase {
  /// Not measured: the start, the first calls.
  WARMUP,
  /// From the door to the provider.
  BEFORE,
  /// In the gateway, after the provider was called.
  AFTER,
  /// In the aggregator.
  QUEUE
}
