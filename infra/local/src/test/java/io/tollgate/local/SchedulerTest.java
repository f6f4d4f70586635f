package io.tollgate.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SchedulerTest {
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  @Test
  void a_run_that_fails_does_not_end_the_schedule() throws InterruptedException {
    var runs = new CountDownLatch(3);
    try (var scheduler =
        new Scheduler(
            Duration.ofMillis(5),
            () -> {
              runs.countDown();
              throw new IllegalStateException("this run fails");
            },
            InstantSource.system(),
            executor)) {
      runs.await();
      assertThat(scheduler).isNotNull();
    }
  }

  @Test
  void the_first_tick_is_the_next_full_minute_of_the_clock() {
    var pool = new ScheduledThreadPoolExecutor(1);
    var clock = InstantSource.fixed(Instant.parse("2026-11-24T12:00:40Z"));
    try (var scheduler = new Scheduler(Duration.ofMinutes(1), () -> {}, clock, pool)) {
      assertThat(scheduler).isNotNull();
      long delay =
          ((java.util.concurrent.Delayed) pool.getQueue().peek()).getDelay(TimeUnit.SECONDS);
      assertThat(delay).isBetween(10L, 20L);
    }
    pool.shutdownNow();
  }

  @Test
  void no_run_begins_after_the_end() throws Exception {
    var runs = new java.util.concurrent.atomic.AtomicInteger();
    new Scheduler(Duration.ofMillis(1), runs::incrementAndGet, InstantSource.system(), executor)
        .close();
    int after = executor.submit(runs::get).get();
    executor.submit(() -> {}).get();
    assertThat(runs).hasValue(after);
  }
}
