package io.tollgate.prove;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A process: it has a clock of its own, which may be wrong, and it may freeze or die at any wait
/// of any of its threads.
final class Host implements InstantSource {
  private static final Duration WRONG = Duration.ofMinutes(25);

  private final String name;
  private final World world;
  private final Mischief mischief;
  private final Counts counts;
  private final List<Actor> actors = new ArrayList<>();
  private long offset;
  private long standsFrom;
  private long standsUntil;
  private long frozenUntil;
  private long missed;
  private boolean dead;
  private Runnable heir = () -> {};

  Host(String name, World world, Mischief mischief, Counts counts) {
    this.name = name;
    this.world = world;
    this.mischief = mischief;
    this.counts = counts;
    this.offset = firstOffset();
  }

  private long firstOffset() {
    if (!mischief.wrongClocks()) {
      return 0;
    }
    Duration most =
        switch (world.random().nextInt(10)) {
          case 0, 1 -> WRONG;
          case 2, 3, 4 -> Duration.ofSeconds(5);
          default -> Duration.ofMillis(100);
        };
    return world.between(most.negated(), most);
  }

  String name() {
    return name;
  }

  /// The local clock.
  @Override
  public Instant instant() {
    long now = world.now();
    long counted = now < standsUntil ? standsFrom : now;
    return World.instant(counted + offset);
  }

  Actor begin(Runnable body) {
    actors.removeIf(Actor::isDone);
    Actor actor = Actor.begin(world, this, body);
    actors.add(actor);
    return actor;
  }

  /// Something may go wrong with the process at any wait of it.
  void stumble(long now) {
    if (dead || !mischief.isOn()) {
      return;
    }
    if (world.chance(mischief.crash())) {
      counts.crashes++;
      die();
      throw new Crash();
    }
    if (world.chance(mischief.freeze())) {
      counts.freezes++;
      freeze(now, mischief.freezeTime(world));
    } else if (world.chance(mischief.clockFault())) {
      counts.clockFaults++;
      if (world.random().nextBoolean()) {
        offset += world.between(WRONG.negated(), WRONG);
      } else {
        stand(now, world.between(Duration.ofSeconds(1), WRONG));
      }
    }
  }

  private void freeze(long now, long time) {
    frozenUntil = Math.max(frozenUntil, now + time);
    // The clocks of a guest stand still while it is frozen, unless somebody sets them afterwards.
    if (world.random().nextBoolean()) {
      stand(now, time);
    }
  }

  private void stand(long now, long time) {
    if (now >= standsUntil) {
      standsFrom = now;
      standsUntil = now + time;
      world.at(standsUntil, () -> offset -= time);
    }
  }

  boolean isFrozen(long now) {
    return now < frozenUntil;
  }

  long thaws() {
    return frozenUntil;
  }

  void missesAnAnswer() {
    missed++;
  }

  /// How many answers of the store never came.
  long missed() {
    return missed;
  }

  /// What happens when it dies: another takes its place.
  void whenDead(Runnable heir) {
    this.heir = heir;
  }

  boolean isDead() {
    return dead;
  }

  void die() {
    dead = true;
    for (Actor actor : actors) {
      world.at(world.now(), actor::resume);
    }
    heir.run();
  }
}
