package io.tollgate.bench.latency;

import java.util.Arrays;

/// How long calls took, in nanoseconds. Used by one thread.
final class Times {
  private long[] nanos = new long[4096];
  private int count;

  void add(long time) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = time;
  }

  void addAll(Times others) {
    nanos = Arrays.copyOf(nanos, Math.max(nanos.length, count + others.count));
    System.arraycopy(others.nanos, 0, nanos, count, others.count);
    count += others.count;
  }

  long[] sorted() {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
