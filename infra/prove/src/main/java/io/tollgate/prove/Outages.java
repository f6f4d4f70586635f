package io.tollgate.prove;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// When the store answers nobody, in worlds that let calls through meanwhile: what is sent then may
/// be applied, at once or minutes later, or be lost, but nobody hears of it.
///
/// Drawn apart, so that all other worlds stay what they were.
final class Outages {
  private static final int MOST = 6;
  private static final Duration SHORTEST = Duration.ofSeconds(4);
  private static final Duration LONGEST = Duration.ofSeconds(45);

  private final List<Outage> outages;

  private record Outage(long from, long until) {}

  private Outages(List<Outage> outages) {
    this.outages = List.copyOf(outages);
  }

  static Outages none() {
    return new Outages(List.of());
  }

  /// @param from the world's time, in nanoseconds, as until
  static Outages of(long seed, long from, long until) {
    var random = new Random(seed);
    var outages = new ArrayList<Outage>();
    for (int i = 0; i < MOST; i++) {
      long begins = random.nextLong(from, until);
      long lasts = random.nextLong(SHORTEST.toNanos(), LONGEST.toNanos());
      outages.add(new Outage(begins, begins + lasts));
    }
    return new Outages(outages);
  }

  boolean isOn(long now) {
    for (Outage outage : outages) {
      if (outage.from() <= now && now < outage.until()) {
        return true;
      }
    }
    return false;
  }
}
