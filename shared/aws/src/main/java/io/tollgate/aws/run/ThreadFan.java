package io.tollgate.aws.run;

import io.tollgate.ledger.Fan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Runs tasks on an executor, at most so many at once, and one of them always in the caller's
/// thread.
///
/// The bound is over all callers: it is the number of connections that the store's client has.
public final class ThreadFan implements Fan {
  private final Executor executor;
  private final Semaphore permits;

  /// @param atOnce how many tasks may run on the executor at the same time, at least 1
  public ThreadFan(Executor executor, int atOnce) {
    this.executor = executor;
    this.permits = new Semaphore(atOnce);
  }

  @Override
  public <T> List<T> all(List<Supplier<T>> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    var others = new ArrayList<CompletableFuture<T>>(tasks.size() - 1);
    for (Supplier<T> task : tasks.subList(1, tasks.size())) {
      others.add(CompletableFuture.supplyAsync(() -> permitted(task), executor));
    }
    var results = new ArrayList<T>(tasks.size());
    results.add(tasks.getFirst().get());
    for (CompletableFuture<T> other : others) {
      results.add(joined(other));
    }
    return results;
  }

  private <T> T permitted(Supplier<T> task) {
    permits.acquireUninterruptibly();
    try {
      return task.get();
    } finally {
      permits.release();
    }
  }

  // What a task throws is for the caller, who knows it by its own name.
  private static <T> T joined(CompletableFuture<T> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
