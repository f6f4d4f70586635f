package io.tollgate.local.isolate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Whose turn it is at a Runtime API: the runtime's, with an event, or ours, when it asks for one.
/// Safe for concurrent use.
final class Turn {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<Run> handed = Optional.empty();
  private Optional<Run> running = Optional.empty();
  private boolean asked;
  private boolean closed;

  /// @return whether an event was asked for in that time
  boolean isAskedWithin(Duration time) throws InterruptedException {
    lock.lock();
    try {
      for (long left = time.toNanos(); !asked && !closed && left > 0; ) {
        left = changed.awaitNanos(left);
      }
      return asked && !closed;
    } finally {
      lock.unlock();
    }
  }

  /// Gives one to whoever asks; fails it if nobody ever will.
  void hand(Run run) {
    lock.lock();
    try {
      if (closed) {
        run.fail("the environment has ended");
        return;
      }
      handed = Optional.of(run);
      asked = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Asks for one and waits for it; empty if there will be none. The last one has ended by that.
  Optional<Run> next() throws InterruptedException {
    lock.lock();
    try {
      running.ifPresent(run -> run.fail("the function asked for the next event without an answer"));
      running = Optional.empty();
      asked = handed.isEmpty();
      changed.signalAll();
      while (handed.isEmpty() && !closed) {
        changed.await();
      }
      running = handed;
      handed = Optional.empty();
      return running;
    } finally {
      lock.unlock();
    }
  }

  /// The one under way, if it has this name.
  Optional<Run> running(String id) {
    lock.lock();
    try {
      return running.filter(run -> run.invocation().id().equals(id));
    } finally {
      lock.unlock();
    }
  }

  /// Nothing is handed out from now on, and nothing that was will be answered.
  void close() {
    Optional<Run> first;
    Optional<Run> second;
    lock.lock();
    try {
      closed = true;
      first = running;
      second = handed;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    // Outside of the lock: it may wait for a client to take what was written.
    first.ifPresent(run -> run.fail("the environment ended in mid-call"));
    second.ifPresent(run -> run.fail("the environment ended before the call"));
  }
}
