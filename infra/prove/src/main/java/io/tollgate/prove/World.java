package io.tollgate.prove;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Virtual time, chance, and an agenda: one thing happens at a time, and the same seed makes the
/// same things happen.
///
/// What happens is either a plain event (a packet arrives) or an actor going on until it waits
/// again. Whoever leaves the stage lets the next things happen, on its own thread, until one of
/// them lets somebody go on.
final class World implements InstantSource {
  private final PriorityQueue<Event> agenda = new PriorityQueue<>();
  private final List<Actor> actors = new ArrayList<>();
  private final Random random;
  private final Thread thread = Thread.currentThread();
  private long now;
  private long end;
  private long sequence;
  private boolean ended;
  private @Nullable Actor current;
  private @Nullable Actor next;
  private @Nullable Throwable failure;
  private volatile boolean over;

  private record Event(long at, long sequence, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
    }
  }

  World(Random random, Instant start) {
    this.random = random;
    now = nanos(start);
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  @Override
  public Instant instant() {
    return instant(now);
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  long now() {
    return now;
  }

  Random random() {
    return random;
  }

  boolean chance(double share) {
    return share > 0 && random.nextDouble() < share;
  }

  /// A random time, both ends included.
  long between(Duration least, Duration most) {
    return random.nextLong(least.toNanos(), most.toNanos() + 1);
  }

  void at(long time, Runnable what) {
    agenda.add(new Event(Math.max(now, time), sequence++, what));
  }

  void after(Duration time, Runnable what) {
    at(now + time.toNanos(), what);
  }

  Actor current() {
    Actor actor = current;
    if (actor == null) {
      throw new IllegalStateException("nobody is on the stage");
    }
    return actor;
  }

  void add(Actor actor) {
    actors.add(actor);
    if (actors.size() > 2_000) {
      actors.removeIf(Actor::isDone);
    }
  }

  /// An actor goes on when the event that says so is over.
  void stage(Actor actor) {
    next = actor;
  }

  /// Called by whoever has left the stage: what comes next happens here, up to an actor that goes
  /// on or to the end. From then on this thread touches nothing, unless it is the one that goes on.
  void leave() {
    current = null;
    Optional<Actor> goesOn = upToAnActor();
    if (goesOn.isPresent()) {
      enter(goesOn.get());
    } else {
      over = true;
      LockSupport.unpark(thread);
    }
  }

  private void enter(Actor actor) {
    current = actor;
    actor.enter();
  }

  /// Whom an event lets go on; empty at the end, or if something failed.
  private Optional<Actor> upToAnActor() {
    next = null;
    try {
      while (next == null && failure == null && !ended) {
        Event event = agenda.peek();
        if (event == null || event.at() > end) {
          break;
        }
        agenda.remove();
        now = event.at();
        event.what().run();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
    return Optional.ofNullable(next);
  }

  void fail(Throwable cause) {
    failure = cause;
  }

  private void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /// Lets everything happen until nothing is left or the time is over.
  void runUntil(long end) {
    this.end = end;
    over = false;
    leave();
    awaitTheEnd();
    rethrow();
    now = Math.max(now, end);
  }

  private void awaitTheEnd() {
    while (!over) {
      LockSupport.park(this);
    }
  }

  boolean hasEnded() {
    return ended;
  }

  /// Ends all actors, so that their threads end too.
  void end() {
    ended = true;
    failure = null;
    for (Actor actor : List.copyOf(actors)) {
      if (actor.isAlive()) {
        over = false;
        enter(actor);
        awaitTheEnd();
        rethrow();
      }
    }
  }
}
