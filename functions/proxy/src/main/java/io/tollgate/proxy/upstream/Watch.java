package io.tollgate.proxy.upstream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Looks after all that waits for a provider, with one timer that rests while nothing does.
///
/// A time-out for each read of a socket would wake a thread for each; on one core that costs more
/// than to pass a chunk on (docs/decisions/0017).
final class Watch {
  /// So much later than told a wait may end.
  private static final long TICK_MILLIS = 20;

  private final ScheduledExecutorService timer;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ticking = new AtomicBoolean();

  Watch(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  void add(Wait wait) {
    waits.add(wait);
    tickAgain();
  }

  void remove(Wait wait) {
    waits.remove(wait);
  }

  private void tickAgain() {
    if (!ticking.get() && ticking.compareAndSet(false, true)) {
      var _ = timer.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    ticking.set(false);
    long now = Wait.now();
    waits.forEach(wait -> wait.look(now));
    // Whoever was added meanwhile has asked for a tick already, or finds this one's mark taken off.
    if (!waits.isEmpty()) {
      tickAgain();
    }
  }
}
