package io.tollgate.local.queue;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/// Lambda's event source mapping on this machine: takes batches from a queue, hands them to a
/// consumer, deletes what did not fail. What failed comes back when it is visible again.
public final class Poller implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Poller.class.getName());

  /// How batches are made.
  ///
  /// @param size the most messages in one
  /// @param window how long it waits to fill
  /// @param atOnce how many are handled at the same time
  public record Batches(int size, Duration window, int atOnce) {}

  // Longer than a batch takes; a consumer that hangs must not keep the process.
  private static final Duration LAST_BATCHES = Duration.ofSeconds(30);

  private final LocalQueue queue;
  private final BatchConsumer consumer;
  private final Batches batches;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /// Polls from here on.
  ///
  /// @param threads makes one thread for each batch at once
  public Poller(LocalQueue queue, BatchConsumer consumer, Batches batches, ThreadFactory threads) {
    this.queue = queue;
    this.consumer = consumer;
    this.batches = batches;
    for (int i = 0; i < batches.atOnce(); i++) {
      this.threads.add(threads.newThread(this::poll));
    }
    this.threads.forEach(Thread::start);
  }

  /// Takes what waits, then ends. What failed before and is hidden is left: a sweep finds what it
  /// speaks of.
  @Override
  public void close() {
    stopping = true;
    queue.close();
    try {
      for (Thread thread : threads) {
        if (!thread.join(LAST_BATCHES)) {
          LOG.log(Level.WARNING, "a batch did not end in {0}; it is interrupted", LAST_BATCHES);
          thread.interrupt();
        }
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }

  private void poll() {
    try {
      for (boolean last = false; !last; ) {
        // Asked before the queue, so that what was sent before the stop is still taken.
        boolean stop = stopping;
        List<Delivery> batch = queue.batch(batches.size(), batches.window());
        if (!batch.isEmpty()) {
          handle(batch);
        }
        last = stop && batch.isEmpty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(List<Delivery> batch) {
    try {
      Set<String> failed = SqsEvent.failures(consumer.consume(SqsEvent.of(batch)));
      queue.delete(batch.stream().map(Delivery::id).filter(id -> !failed.contains(id)).toList());
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "a batch of %d will be delivered again".formatted(batch.size()), e);
    }
  }
}
