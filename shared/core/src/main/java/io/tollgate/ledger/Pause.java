package io.tollgate.ledger;

import java.time.Duration;

/// How a step waits: an argument, so that a simulator can let time pass instead.
@FunctionalInterface
public interface Pause {
  /// Returns after about this long, or earlier if the thread is interrupted (which stays set).
  void pause(Duration time);
}
