package io.tollgate.bench.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is told to go on. Safe for concurrent use.
final class Ticking implements InstantSource {
  private final AtomicReference<Instant> now;

  Ticking(Instant start) {
    now = new AtomicReference<>(start);
  }

  void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
