package io.tollgate.local.store;

/// What an acknowledged write outlives.
public enum Durability {
  /// The process may be killed: the write stands in the write-ahead log, which the operating system
  /// will put on the disk.
  SURVIVES_KILL,

  /// The machine may lose its power (`--fsync`): each group of writes waits for the disk,
  /// milliseconds instead of microseconds.
  SURVIVES_POWER_LOSS
}
