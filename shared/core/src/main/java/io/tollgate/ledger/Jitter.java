package io.tollgate.ledger;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The short random wait before something is sent again that the store was too busy to do.
final class Jitter {
  private static final long LEAST = Duration.ofMillis(2).toNanos();
  private static final long MOST = Duration.ofMillis(8).toNanos();

  private final Pause pause;
  private final RandomGenerator random;

  Jitter(Pause pause, RandomGenerator random) {
    this.pause = pause;
    this.random = random;
  }

  void pause() {
    pause.pause(Duration.ofNanos(random.nextLong(LEAST, MOST)));
  }
}
