package io.tollgate.proxy;

import java.util.Optional;

/// Where the team's keys at the providers are. Safe for concurrent calls.
@FunctionalInterface
public interface Credentials {
  /// The key that a reference names: `secret:NAME[#field]`, `env:NAME`. `none` and what is not
  /// there are empty.
  Optional<String> find(String reference);
}
