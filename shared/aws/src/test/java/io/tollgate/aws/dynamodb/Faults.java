package io.tollgate.aws.dynamodb;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/// Which fault the next request meets. Safe for concurrent calls.
@FunctionalInterface
public interface Faults {
  Fault next();

  /// These in this order, then none.
  static Faults script(Fault... faults) {
    Queue<Fault> left = new ArrayDeque<>(Arrays.asList(faults));
    return () -> {
      synchronized (left) {
        return left.isEmpty() ? Fault.NONE : left.remove();
      }
    };
  }

  /// One of these with this chance, the same ones for the same seed as long as requests come one at
  /// a time.
  ///
  /// @param percent of the requests that meet a fault
  static Faults seeded(long seed, int percent, Fault... faults) {
    var chance = new Random(seed);
    List<Fault> choice = List.of(faults);
    return () -> {
      synchronized (chance) {
        return chance.nextInt(100) < percent
            ? choice.get(chance.nextInt(choice.size()))
            : Fault.NONE;
      }
    };
  }
}
