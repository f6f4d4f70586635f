package io.tollgate.bench.latency;

import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/// What one run of a load came to; times in microseconds.
///
/// @param calls that were answered with 200
/// @param failures all others
/// @param took how long the run was
record Sample(long calls, long failures, Duration took, long p50, long p99, long max) {
  /// @param nanos sorted
  static Sample of(long[] nanos, long failures, Duration took) {
    return new Sample(
        nanos.length, failures, took, at(nanos, 500), at(nanos, 990), at(nanos, 1000));
  }

  private static long at(long[] nanos, int thousandths) {
    if (nanos.length == 0) {
      return 0;
    }
    long index = (long) nanos.length * thousandths / 1000;
    return nanos[(int) Math.min(index, nanos.length - 1)] / 1000;
  }

  long perSecond() {
    return calls * 1000 / Math.max(1, took.toMillis());
  }

  /// Of several runs.
  static <T> long median(List<T> runs, ToLongFunction<T> number) {
    long[] sorted = runs.stream().mapToLong(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
