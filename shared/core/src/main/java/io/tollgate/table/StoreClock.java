package io.tollgate.table;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// The store's time as well as this process can know it: the local clock, moved as little as the
/// store's answers demand.
///
/// An answer proves that the store's clock lay between its own second and the next while the call
/// was under way. As long as the offset that is assumed agrees with that, it stays: a time stamp of
/// whole seconds must not shake the rate clocks. Safe for concurrent use.
public final class StoreClock implements InstantSource {
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  private final InstantSource local;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

  public StoreClock(InstantSource local) {
    this.local = local;
  }

  /// The store's time now.
  @Override
  public Instant instant() {
    return local.instant().plus(offset.get());
  }

  Instant localNow() {
    return local.instant();
  }

  /// Learns from an answer.
  ///
  /// @param sent the local time before the call
  /// @param store what the store said, truncated to whole seconds or not
  /// @param received the local time after the call
  void observe(Instant sent, Instant store, Instant received) {
    if (store.equals(Answer.NO_TIME)) {
      return;
    }
    Duration least = Duration.between(received, store);
    Duration most = Duration.between(sent, store.plus(RESOLUTION));
    Duration assumed = offset.get();
    if (assumed.compareTo(least) < 0) {
      offset.set(least);
    } else if (assumed.compareTo(most) > 0) {
      offset.set(most);
    }
  }
}
