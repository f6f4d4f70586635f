package io.tollgate.local.demo;

import java.time.Duration;

/// How the demo provider speaks.
///
/// @param words how many it says without a cap
/// @param beforeEach how long it thinks before each; zero for all at once
/// @param sleep how it waits
public record Pace(int words, Duration beforeEach, Sleep sleep) {
  /// Waiting, as an argument.
  @FunctionalInterface
  public interface Sleep {
    void sleep(Duration time) throws InterruptedException;
  }
}
