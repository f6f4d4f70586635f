package io.tollgate.proxy.dialect;

import io.tollgate.spend.Charge;
import io.tollgate.usage.Usage;
import java.util.Optional;

/// What usage costs in this call.
@FunctionalInterface
public interface Price {
  /// @return empty if something was counted that has no price
  Optional<Charge> of(Usage usage);
}
