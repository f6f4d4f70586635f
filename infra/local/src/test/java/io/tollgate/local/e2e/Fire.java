package io.tollgate.local.e2e;

import io.tollgate.local.IsolatedGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Kills functions' processes, and freezes them and their store, at random moments.
///
/// It strikes again when so many more calls were served, so that a busy machine does not only start
/// processes that are killed before they serve.
final class Fire {
  private static final int STRIKES = 16;
  private static final int MOST_STRIKES = 60;
  private static final int LEAST = 3;
  private static final int CALLS_BETWEEN = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MOST_FREEZES_OF_THE_STORE = 2;

  /// Longer than a function waits for one answer of the store, so that it tries again while the
  /// store has the first try before it.
  private static final int LEAST_FREEZE_OF_THE_STORE = 1_200;

  private final IsolatedGateway gateway;
  private final ProcessHandle store;
  private final IntSupplier served;
  private final RandomGenerator random;
  private final List<Thread> thaws = new ArrayList<>();
  private int kills;
  private int freezes;
  private int freezesOfTheStore;

  /// @param served how many calls were served so far
  Fire(IsolatedGateway gateway, IntSupplier served, RandomGenerator random) {
    this.gateway = gateway;
    this.store = gateway.engine();
    this.served = served;
    this.random = random;
  }

  /// Burns for so long, or longer if it did too little, and returns when nothing is frozen any
  /// more.
  ///
  /// @param wasFelt whether somebody noticed
  void burn(Duration usual, BooleanSupplier wasFelt) {
    Instant enough = Instant.now().plus(usual);
    for (int strikes = 0; strikes < MOST_STRIKES; strikes++) {
      boolean isOld = strikes >= STRIKES || Instant.now().isAfter(enough);
      if (isOld && kills >= LEAST && freezes >= LEAST && wasFelt.getAsBoolean()) {
        break;
      }
      int next = served.getAsInt() + 1 + random.nextInt(2 * CALLS_BETWEEN);
      Caller.until(PATIENCE, () -> served.getAsInt() >= next);
      strike();
    }
    thaws.forEach(Fire::join);
  }

  private void strike() {
    List<ProcessHandle> functions =
        FunctionProcesses.of(gateway).stream()
            .sorted(Comparator.comparing(ProcessHandle::pid))
            .toList();
    int draw = random.nextInt(10);
    if (draw == 0 && freezesOfTheStore < MOST_FREEZES_OF_THE_STORE) {
      freeze(store, LEAST_FREEZE_OF_THE_STORE + random.nextInt(600));
      freezesOfTheStore++;
    } else if (!functions.isEmpty()) {
      strike(functions.get(random.nextInt(functions.size())), draw <= 5);
    }
  }

  private void strike(ProcessHandle function, boolean deadly) {
    if (deadly) {
      function.destroyForcibly();
      kills++;
    } else {
      freeze(function, 100 + random.nextInt(2_000));
      freezes++;
    }
  }

  private void freeze(ProcessHandle process, int millis) {
    FunctionProcesses.signal("STOP", List.of(process));
    thaws.add(
        Thread.ofVirtual()
            .start(() -> {
              Caller.pause(millis);
              FunctionProcesses.signal("CONT", List.of(process));
            }));
  }

  private static void join(Thread thaw) {
    try {
      thaw.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int kills() {
    return kills;
  }

  int freezes() {
    return freezes;
  }
}
