package io.tollgate.local;

import io.tollgate.aws.http.StreamingFunction;
import io.tollgate.local.http.Front;
import io.tollgate.local.queue.BatchConsumer;
import io.tollgate.local.queue.LocalQueue;
import io.tollgate.local.queue.Poller;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/// The deployment on this machine: front, functions, queue and schedule, wired as `template.yaml`
/// wires them.
///
/// Closing drains: no new calls, those under way end or are cut after a while, the queue is
/// emptied. It is closed before the store, the demo provider and the executor that it was given.
public final class LocalCloud implements AutoCloseable {
  // A call that was cut settles in its last moments.
  private static final Duration LAST_MOMENTS = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final System.Logger LOG = System.getLogger(LocalCloud.class.getName());

  /// What is deployed.
  ///
  /// @param proxy answers all routes but admin's
  /// @param admin answers `/admin/…` and `/health`
  /// @param aggregator is fed from the queue
  /// @param sweep the aggregator's other task, run each minute
  public record Functions(
      StreamingFunction proxy, StreamingFunction admin, BatchConsumer aggregator, Runnable sweep) {}

  /// What the machine gives.
  ///
  /// @param schedule runs the sweep
  /// @param threads makes the poller's threads
  /// @param ids names for invocations, each once
  /// @param sleep how the drain waits
  public record Machine(
      InstantSource clock,
      ScheduledExecutorService schedule,
      ThreadFactory threads,
      Supplier<String> ids,
      Sleep sleep) {}

  /// Waiting, as an argument.
  @FunctionalInterface
  public interface Sleep {
    void sleep(Duration time) throws InterruptedException;
  }

  private final Machine machine;
  private final Duration patience;
  private final Front front;
  private final Poller poller;
  private final Scheduler scheduler;

  /// Answers from here on.
  ///
  /// @param port 0 for a free one
  /// @param maxCall how long a call may take
  /// @param patience how long closing waits for calls under way
  /// @throws java.io.UncheckedIOException if the port is taken; then nothing runs
  public LocalCloud(
      int port,
      Functions functions,
      LocalQueue queue,
      Machine machine,
      Duration maxCall,
      Duration patience) {
    this.machine = machine;
    this.patience = patience;
    this.front =
        new Front(
            port, functions.proxy(), functions.admin(), machine.clock(), maxCall, machine.ids());
    this.poller =
        new Poller(
            queue,
            functions.aggregator(),
            new Poller.Batches(Wiring.BATCH_SIZE, Wiring.BATCH_WINDOW, Wiring.BATCHES_AT_ONCE),
            machine.threads());
    this.scheduler =
        new Scheduler(Wiring.SWEEP_EVERY, functions.sweep(), machine.clock(), machine.schedule());
  }

  /// The queue of usage events, with the deployment's rules.
  public static LocalQueue usageQueue(InstantSource clock) {
    return new LocalQueue(
        new LocalQueue.Rules(Wiring.MOST_WAITING, Wiring.VISIBILITY, Wiring.MOST_DELIVERIES),
        clock);
  }

  public int port() {
    return front.port();
  }

  @Override
  public void close() {
    front.drain();
    if (!isQuietWithin(patience)) {
      LOG.log(
          Level.WARNING,
          "{0} calls are cut, as they did not end in {1}",
          front.running(),
          patience);
    }
    front.close();
    if (!isQuietWithin(LAST_MOMENTS)) {
      LOG.log(Level.WARNING, "{0} calls did not settle; a sweep will", front.running());
    }
    scheduler.close();
    poller.close();
  }

  private boolean isQuietWithin(Duration limit) {
    try {
      for (Duration waited = Duration.ZERO; front.running() > 0; waited = waited.plus(LOOK)) {
        if (waited.compareTo(limit) >= 0) {
          return false;
        }
        machine.sleep().sleep(LOOK);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
