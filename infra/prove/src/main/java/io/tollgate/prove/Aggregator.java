package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Settled;
import io.tollgate.table.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Settles what the queue says, batch by batch, and looks after the accounts that it touched.
final class Aggregator {
  private final World world;
  private final Instance instance;
  private final Stage stage;

  Aggregator(World world, Instance instance, Stage stage) {
    this.world = world;
    this.instance = instance;
    this.stage = stage;
  }

  void work() {
    while (true) {
      List<Queue.Letter> batch = stage.queue().receive();
      if (batch.isEmpty()) {
        world.current().sleep(Duration.ofMillis(500 + world.random().nextInt(1500)));
      } else {
        try {
          settle(batch);
        } catch (StoreUnavailable e) {
          // The messages come again.
          world.current().sleep(Duration.ofMillis(100));
        }
      }
    }
  }

  private void settle(List<Queue.Letter> batch) {
    var incoming = new ArrayList<Incoming>();
    for (Queue.Letter letter : batch) {
      if (letter.event() instanceof UsageEvent.Ended ended) {
        incoming.add(new Incoming(ended.reservation(), ended.truth(), ""));
      }
    }
    var now = instance.clock().instant();
    List<Settled> settled = instance.ledger().settle(incoming, now);
    instance.ledger().touch(scopes(incoming), instance.config().at(now).calendar());
    var done = new ArrayList<Queue.Letter>();
    for (int i = 0; i < batch.size(); i++) {
      if (settled.get(i) != Settled.PENDING) {
        done.add(batch.get(i));
      }
    }
    stage.queue().acknowledge(done);
  }

  static Set<Scope> scopes(List<Incoming> incoming) {
    var scopes = new LinkedHashSet<Scope>();
    for (Incoming one : incoming) {
      scopes.addAll(one.reservation().booked());
      one.reservation().held().stream().map(Reservation.Held::scope).forEach(scopes::add);
    }
    return scopes;
  }
}
