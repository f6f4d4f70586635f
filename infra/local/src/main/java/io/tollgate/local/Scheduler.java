package io.tollgate.local;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// EventBridge Scheduler on this machine: runs a task on each full minute, hour, … of the clock.
public final class Scheduler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());

  private final Future<?> ticks;

  /// Ticks from here on; one run ends before the next begins, and one that fails is told and does
  /// not end the schedule.
  ///
  /// @param every the ticks are the whole multiples of this since 1970
  /// @param executor runs the task; is not closed with this
  public Scheduler(
      Duration every, Runnable task, InstantSource clock, ScheduledExecutorService executor) {
    long period = every.toMillis();
    long untilFirst = period - Math.floorMod(clock.instant().toEpochMilli(), period);
    this.ticks =
        executor.scheduleAtFixedRate(() -> run(task), untilFirst, period, TimeUnit.MILLISECONDS);
  }

  /// No run begins after this.
  @Override
  public void close() {
    ticks.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a scheduled run failed; the next tick tries again", e);
    }
  }
}
