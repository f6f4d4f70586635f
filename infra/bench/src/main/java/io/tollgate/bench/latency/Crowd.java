package io.tollgate.bench.latency;

import java.time.Duration;
import java.util.function.Supplier;

/// One run of many callers, and what it cost whoever they called.
///
/// @param cpu that the called process used meanwhile
record Crowd(Sample sample, Duration cpu) {
  /// @param cpu that the called process has used so far
  static Crowd run(Load load, Duration time, Supplier<Duration> cpu) throws InterruptedException {
    Duration before = cpu.get();
    Sample sample = load.run(time);
    return new Crowd(sample, cpu.get().minus(before));
  }

  long cpuMicrosPerCall() {
    return cpu.toNanos() / 1000 / Math.max(1, sample.calls());
  }
}
