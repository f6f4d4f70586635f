package io.tollgate.prove;

import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The queue: it may lose, double, delay and reorder messages, and an acknowledgement may be lost.
final class Queue {
  private static final Duration INVISIBLE = Duration.ofSeconds(60);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(12);
  private static final int BATCH = 10;

  private final World world;
  private final Mischief mischief;
  private final Counts counts;
  private final Consumer<UsageEvent> taken;
  private final List<Letter> letters = new ArrayList<>();
  private long put;

  /// A message that waits, or is being read by somebody.
  static final class Letter {
    private final String id;
    private final String body;
    private long visible;

    private Letter(String id, String body, long visible) {
      this.id = id;
      this.body = body;
      this.visible = visible;
    }

    String id() {
      return id;
    }

    String body() {
      return body;
    }
  }

  /// @param taken hears of each message that will be delivered
  Queue(World world, Mischief mischief, Counts counts, Consumer<UsageEvent> taken) {
    this.taken = taken;
    this.world = world;
    this.mischief = mischief;
    this.counts = counts;
  }

  /// @return whether it was taken for certain
  boolean send(UsageEvent event) {
    String body = EventJson.write(event);
    counts.messages++;
    world.current().sleep(Duration.ofMillis(3));
    if (!world.chance(mischief.message())) {
      taken.accept(event);
      put(body, world.between(Duration.ofMillis(20), Duration.ofSeconds(2)));
      world.current().sleep(Duration.ofMillis(3));
      return true;
    }
    counts.messageFaults++;
    boolean told = true;
    int fault = world.random().nextInt(5);
    if (fault != 0 && fault != 2) {
      taken.accept(event);
    }
    switch (fault) {
      case 0 -> told = false;
      case 1 -> {
        put(body, 0);
        told = false;
      }
      case 2 -> {}
      case 3 -> {
        put(body, 0);
        put(body, world.between(Duration.ZERO, LONGEST_DELAY));
      }
      default -> put(body, world.between(Duration.ZERO, LONGEST_DELAY));
    }
    world.current().sleep(Duration.ofMillis(3));
    return told;
  }

  /// Delivers once more what was delivered before, or lost.
  void repeat(UsageEvent event) {
    put(EventJson.write(event), 0);
  }

  private void put(String body, long delay) {
    letters.add(new Letter("m" + ++put, body, world.now() + delay));
  }

  /// Up to ten messages, in no order; whoever does not acknowledge them gets them again.
  List<Letter> receive() {
    world.current().sleep(Duration.ofMillis(4));
    var batch = new ArrayList<Letter>();
    for (Letter letter : letters) {
      if (letter.visible <= world.now() && batch.size() < BATCH) {
        letter.visible = world.now() + INVISIBLE.toNanos();
        batch.add(letter);
      }
    }
    return batch;
  }

  void acknowledge(List<Letter> batch) {
    world.current().sleep(Duration.ofMillis(3));
    if (!world.chance(mischief.message())) {
      letters.removeAll(batch);
    }
  }

  boolean isEmpty() {
    return letters.isEmpty();
  }
}
