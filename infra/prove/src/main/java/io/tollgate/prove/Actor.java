package io.tollgate.prove;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// One thread of a process. It runs alone, and only between two waits.
final class Actor {
  private final World world;
  private final Host host;
  private final Runnable body;
  private final Thread thread;
  private boolean begun;
  private volatile boolean on;
  private volatile boolean done;

  private Actor(World world, Host host, Runnable body) {
    this.world = world;
    this.host = host;
    this.body = body;
    this.thread = Thread.ofVirtual().unstarted(this::live);
  }

  /// Begins now, but not before the actor on the stage waits.
  static Actor begin(World world, Host host, Runnable body) {
    var actor = new Actor(world, host, body);
    world.add(actor);
    world.at(
        world.now(),
        () -> {
          if (!host.isDead() && !world.hasEnded()) {
            world.stage(actor);
          } else {
            actor.done = true;
          }
        });
    return actor;
  }

  private void live() {
    try {
      body.run();
    } catch (Crash e) {
      // The process is dead already.
    } catch (RuntimeException | Error e) {
      world.fail(e);
    } finally {
      done = true;
      on = false;
      world.leave();
    }
  }

  /// Goes on, on its own thread; whoever calls this has left the stage, and may be this thread.
  void enter() {
    boolean isNew = !begun;
    begun = true;
    // Last: from here on everything belongs to its thread.
    on = true;
    if (isNew) {
      thread.start();
    } else if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  boolean isDone() {
    return done;
  }

  /// Whether it has begun and not ended.
  boolean isAlive() {
    return begun && !done;
  }

  /// Lets time pass; the process may die or freeze meanwhile.
  void sleep(Duration time) {
    sleepUntil(world.now() + time.toNanos());
  }

  void sleepUntil(long time) {
    world.at(time, this::resume);
    await();
    host.stumble(world.now());
    while (host.isFrozen(world.now())) {
      world.at(host.thaws(), this::resume);
      await();
    }
  }

  /// Waits until somebody resumes it.
  void await() {
    on = false;
    world.leave();
    while (!on) {
      LockSupport.park(this);
    }
    if (host.isDead() || world.hasEnded()) {
      throw new Crash();
    }
  }

  /// Goes on, later if its process is frozen.
  void resume() {
    if (done) {
      return;
    }
    if (host.isFrozen(world.now()) && !host.isDead() && !world.hasEnded()) {
      world.at(host.thaws(), this::resume);
      return;
    }
    world.stage(this);
  }
}
