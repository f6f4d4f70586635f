package io.tollgate.prove;

import io.tollgate.ledger.Fan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Several waits of one process at once: each task is an actor of its own.
final class ForkedFan implements Fan {
  private final World world;
  private final Host host;

  ForkedFan(World world, Host host) {
    this.world = world;
    this.host = host;
  }

  private static final class Slot<T> {
    private @Nullable T result;

    T result() {
      T found = result;
      if (found == null) {
        throw new IllegalStateException("a task that did not end");
      }
      return found;
    }
  }

  private static final class Rest {
    private int tasks;

    Rest(int tasks) {
      this.tasks = tasks;
    }

    boolean isLast() {
      return --tasks == 0;
    }
  }

  @Override
  public <T> List<T> all(List<Supplier<T>> tasks) {
    if (tasks.size() == 1) {
      return List.of(tasks.getFirst().get());
    }
    var slots = new ArrayList<Slot<T>>();
    if (!tasks.isEmpty()) {
      Actor parent = world.current();
      var rest = new Rest(tasks.size());
      for (Supplier<T> task : tasks) {
        var slot = new Slot<T>();
        slots.add(slot);
        host.begin(() -> {
          slot.result = task.get();
          if (rest.isLast()) {
            world.at(world.now(), parent::resume);
          }
        });
      }
      parent.await();
    }
    return slots.stream().map(Slot::result).toList();
  }
}
