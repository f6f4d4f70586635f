package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Hold;
import io.tollgate.table.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All versions of the configuration that were ever applied. Their contents are immutable, so only
/// the pointer to the newest stands in the store.
final class Configs {
  static final Key POINTER = new Key("C#", "pointer");
  static final String VERSION = "v";

  private final List<Config> versions = new ArrayList<>();

  /// @param version counts from 1
  /// @param limits what limits a scope; one that is not named is booked only
  record Config(long version, Map<Scope, Hold> limits, Calendar calendar) {
    Config {
      limits = Map.copyOf(limits);
    }
  }

  Config add(Map<Scope, Hold> limits, Calendar calendar) {
    var config = new Config(versions.size() + 1L, limits, calendar);
    versions.add(config);
    return config;
  }

  Config newest() {
    return versions.getLast();
  }

  Config version(long version) {
    return versions.get((int) version - 1);
  }
}
