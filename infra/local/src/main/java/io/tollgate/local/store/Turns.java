package io.tollgate.local.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// One writer at a time, without a thread of its own: whoever comes first leads, does what all who
/// wait meanwhile have asked for, and finishes the group with one write. A lone caller thus never
/// waits for another thread.
final class Turns {
  /// The end of each group; what it throws is what every caller of the group gets.
  interface Finish {
    void run();
  }

  // A group is one write of well under a megabyte.
  private static final int LARGEST_GROUP = 256;

  private final Queue<Turn<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean led = new AtomicBoolean();
  private final Finish finish;

  Turns(Finish finish) {
    this.finish = finish;
  }

  /// Does the work alone and returns after the group was finished.
  <T> T take(Supplier<T> work) {
    var turn = new Turn<T>(work, Thread.currentThread());
    waiting.add(turn);
    boolean interrupted = false;
    while (!turn.isDone()) {
      if (led.compareAndSet(false, true)) {
        lead();
      } else {
        turn.sleep();
        // A caller whose answer is on its way must not spin; it is told of the interrupt
        // afterwards.
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return turn.outcome();
  }

  private void lead() {
    try {
      letOthersCome();
      serve(group());
    } finally {
      led.set(false);
    }
    // Who came after the group was drawn may already sleep: one of them leads next.
    Turn<?> next = waiting.peek();
    if (next != null) {
      next.wake();
    }
  }

  /// On one core others come to wait only if they are let run; without it every group is one
  /// caller.
  @SuppressWarnings(
      "ThreadPriorityCheck") // Whether it yields decides how fast this is, never whether it is
  // right.
  private static void letOthersCome() {
    Thread.yield();
  }

  private List<Turn<?>> group() {
    var group = new ArrayList<Turn<?>>();
    Turn<?> turn = waiting.poll();
    while (turn != null) {
      group.add(turn);
      turn = group.size() < LARGEST_GROUP ? waiting.poll() : null;
    }
    return group;
  }

  private void serve(List<Turn<?>> group) {
    try {
      group.forEach(Turn::work);
      finish.run();
    } catch (RuntimeException | Error e) {
      group.forEach(turn -> turn.fail(e));
    } finally {
      group.forEach(Turn::end);
    }
  }
}
