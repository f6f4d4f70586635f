package io.tollgate.local.store;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One caller's work, done by whoever leads, and its outcome.
final class Turn<T> {
  private final Supplier<T> work;
  private final Thread caller;
  private volatile boolean done;
  private @Nullable Supplier<T> outcome;

  Turn(Supplier<T> work, Thread caller) {
    this.work = work;
    this.caller = caller;
  }

  void work() {
    try {
      T result = work.get();
      outcome = () -> result;
    } catch (RuntimeException e) {
      outcome =
          () -> {
            throw e;
          };
    }
  }

  /// Whatever it came to, it does not count.
  void fail(Throwable why) {
    outcome =
        () -> {
          throw new GroupLost(why);
        };
  }

  void end() {
    done = true;
    wake();
  }

  boolean isDone() {
    return done;
  }

  void sleep() {
    LockSupport.park(this);
  }

  void wake() {
    LockSupport.unpark(caller);
  }

  T outcome() {
    if (outcome == null) {
      throw new IllegalStateException("a turn was asked for its outcome before it ended");
    }
    return outcome.get();
  }
}
