package io.tollgate.local.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A standard queue as SQS has them, in memory: a message that was taken is hidden for a while,
/// comes back unless it is deleted, and after enough deliveries goes to the dead letters. Bounded.
/// Safe for concurrent use.
public final class LocalQueue {
  // Hidden messages come back by the queue's clock, which no condition waits on: so look up this
  // often.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /// Rules of a queue.
  ///
  /// @param capacity the most messages that may wait, the hidden ones included
  /// @param visibility how long a taken message is hidden
  /// @param mostDeliveries after so many a message that comes back goes to the dead letters
  public record Rules(int capacity, Duration visibility, int mostDeliveries) {}

  private record Hidden(Delivery delivery, Instant until) {}

  private final Rules rules;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
  // All are hidden for the same time, so the first in is the first to come back.
  private final Map<String, Hidden> hidden = new LinkedHashMap<>();
  private final List<Delivery> dead = new ArrayList<>();
  private int wanted = Integer.MAX_VALUE;
  private long sent;
  private boolean closing;

  public LocalQueue(Rules rules, InstantSource clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /// Adds a message.
  ///
  /// @return whether there was room
  public boolean send(String body) {
    lock.lock();
    try {
      if (waiting.size() + hidden.size() >= rules.capacity()) {
        return false;
      }
      waiting.add(new Delivery("m" + sent++, body, clock.instant(), 0));
      // Waking a poller for each message would cost more than the message: only the first and the
      // last it waits for.
      if (waiting.size() == 1 || waiting.size() == wanted) {
        arrived.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what is there, without waiting.
  public List<Delivery> take(int most) {
    lock.lock();
    try {
      return taken(most);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a first message, then until the batch is full or the window has passed. Empty if
  /// none came for a while, or the queue is closing and nothing is left.
  public List<Delivery> batch(int most, Duration window) throws InterruptedException {
    lock.lock();
    try {
      reveal();
      for (long left = LOOK_NANOS; waiting.isEmpty() && left > 0 && !closing; ) {
        left = arrived.awaitNanos(left);
      }
      reveal();
      if (!waiting.isEmpty()) {
        fill(most, window);
      }
      return taken(most);
    } finally {
      lock.unlock();
    }
  }

  private void fill(int most, Duration window) throws InterruptedException {
    wanted = most;
    long left = window.toNanos();
    while (waiting.size() < most && left > 0 && !closing) {
      left = arrived.awaitNanos(left);
    }
    wanted = Integer.MAX_VALUE;
    if (waiting.size() > most) {
      arrived.signal();
    }
  }

  /// Removes messages that were taken.
  public void delete(Collection<String> ids) {
    lock.lock();
    try {
      ids.forEach(hidden::remove);
    } finally {
      lock.unlock();
    }
  }

  /// From now on nobody waits for a batch to fill.
  public void close() {
    lock.lock();
    try {
      closing = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// How many messages could be taken now.
  public int waiting() {
    lock.lock();
    try {
      reveal();
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// What was delivered too often, oldest first.
  public List<Delivery> dead() {
    lock.lock();
    try {
      reveal();
      return List.copyOf(dead);
    } finally {
      lock.unlock();
    }
  }

  private List<Delivery> taken(int most) {
    reveal();
    List<Delivery> batch = new ArrayList<>(Math.min(most, waiting.size()));
    Instant until = clock.instant().plus(rules.visibility());
    while (batch.size() < most && !waiting.isEmpty()) {
      Delivery last = waiting.remove();
      var next = new Delivery(last.id(), last.body(), last.sentAt(), last.count() + 1);
      hidden.put(next.id(), new Hidden(next, until));
      batch.add(next);
    }
    return batch;
  }

  private void reveal() {
    if (hidden.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Iterator<Hidden> oldest = hidden.values().iterator();
    while (oldest.hasNext()) {
      Hidden next = oldest.next();
      if (next.until().isAfter(now)) {
        return;
      }
      oldest.remove();
      (next.delivery().count() >= rules.mostDeliveries() ? dead : waiting).add(next.delivery());
    }
  }
}
