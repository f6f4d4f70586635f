package io.tollgate.bench.store;

/// Who settles.
enum Settling {
  /// The gateway, each call alone.
  PROXY,
  /// The aggregator, in batches: every try of the gateway meets a conflict.
  QUEUE
}
