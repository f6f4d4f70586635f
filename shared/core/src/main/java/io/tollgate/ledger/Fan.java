package io.tollgate.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// How several waits happen at once: an argument, so that a simulator can run one step at a time.
public interface Fan {
  /// One after the other, for stores that do not keep their caller waiting.
  Fan INLINE = new Inline();

  /// Runs all tasks, none of which throws for an expected failure; the results are in the order of
  /// the tasks.
  <T> List<T> all(List<Supplier<T>> tasks);

  /// See {@link #INLINE}.
  final class Inline implements Fan {
    private Inline() {}

    @Override
    public <T> List<T> all(List<Supplier<T>> tasks) {
      var results = new ArrayList<T>(tasks.size());
      for (Supplier<T> task : tasks) {
        results.add(task.get());
      }
      return results;
    }
  }
}
