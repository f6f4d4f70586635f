package io.tollgate.prove;

import io.tollgate.table.Reading;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;

/// One process's copy of the configuration. Its age is told by the store's clock alone.
final class ConfigCache {
  static final Duration YOUNG = Duration.ofSeconds(5);

  private final Table table;
  private final Configs configs;
  private Configs.Config config;
  private Instant read;

  ConfigCache(Table table, Configs configs) {
    this.table = table;
    this.configs = configs;
    Reading reading = table.get(Configs.POINTER);
    config = configs.version(reading.orEmpty().num(Configs.VERSION).asLong());
    read = reading.at();
  }

  /// The configuration, read anew if it is older than five seconds.
  Configs.Config at(Instant now) {
    return isOlderThan(YOUNG, now) ? refreshed() : config;
  }

  /// The configuration as it was last read.
  Configs.Config remembered() {
    return config;
  }

  boolean isOlderThan(Duration limit, Instant now) {
    return Duration.between(read, now).compareTo(limit) > 0;
  }

  Configs.Config refreshed() {
    Reading reading = table.get(Configs.POINTER);
    long version = reading.orEmpty().num(Configs.VERSION).asLong();
    if (version >= config.version()) {
      config = configs.version(version);
      read = reading.at();
    }
    return config;
  }
}
