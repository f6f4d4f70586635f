package io.tollgate.local;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Names for invocations: a random part for this process, since journal items outlive it, and a
/// count.
final class InvocationIds implements Supplier<String> {
  private final String process;
  private final AtomicLong count = new AtomicLong();

  InvocationIds(RandomGenerator random) {
    this.process = "%016x-".formatted(random.nextLong());
  }

  @Override
  public String get() {
    return process + Long.toHexString(count.incrementAndGet());
  }
}
