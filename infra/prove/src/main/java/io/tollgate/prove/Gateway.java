package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.event.CallFacts;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Demand;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Journaled;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Reserved;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Settled;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.spend.Subject;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.usage.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// One call after the other, as a gateway makes them: reserve, journal, fence, provider, settle,
/// event.
final class Gateway {
  private static final int ATTEMPTS = 3;

  /// Rules of this age are not even asked by; a change of zone is announced twice as long ahead.
  private static final Duration NOTICE = Duration.ofMinutes(30);

  private final World world;
  private final Instance instance;
  private final Stage stage;

  Gateway(World world, Instance instance, Stage stage) {
    this.world = world;
    this.instance = instance;
    this.stage = stage;
  }

  void call(String invocation) {
    stage.counts().calls++;
    Subject subject = stage.org().caller();
    Usd bound = stage.org().bound();
    Bucket arrived = Bucket.of(instance.clock().instant(), instance.minutes());
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        if (!again(subject, bound, arrived, invocation, attempt)) {
          return;
        }
      }
    } catch (StoreUnavailable e) {
      stage.counts().unavailable++;
    }
  }

  /// @return whether another attempt may do better
  private boolean again(
      Subject subject, Usd bound, Bucket arrived, String invocation, int attempt) {
    Instant now = instance.clock().instant();
    Configs.Config config =
        instance.config().isOlderThan(NOTICE, now)
            ? instance.config().refreshed()
            : instance.config().remembered();
    var rid =
        new Rid(Bucket.of(now, instance.minutes()), Rid.shardOf(invocation), invocation, attempt);
    Demand demand = demand(rid, arrived, subject, bound, config, now);
    stage.laws().demanded(demand);
    try {
      hesitate();
      Reserved answer = instance.ledger().reserve(demand, config.calendar(), now);
      return switch (answer) {
        case Reserved.Granted granted when !isCurrent(config, now) -> {
          instance.ledger().giveBack(demand, config.calendar(), now, granted);
          yield true;
        }
        case Reserved.Granted(Reservation reservation, var grants) -> {
          stage.counts().granted++;
          hesitate();
          yield granted(reservation, config);
        }
        case Reserved.Denied(Denial denial) -> {
          stage.counts().denied++;
          if (denial instanceof Denial.OverBudget over) {
            stage.laws().refused(demand, over);
          }
          yield false;
        }
        case Reserved.Outdated outdated -> {
          stage.counts().outdated++;
          instance.config().refreshed();
          yield true;
        }
        case Reserved.Unavailable unavailable -> {
          stage.counts().unavailable++;
          yield false;
        }
      };
    } finally {
      stage.laws().left(rid);
    }
  }

  /// A thread alone may be late too: around a bucket's end, or by a close delay.
  private void hesitate() {
    if (world.chance(stage.mischief().hesitation())) {
      Duration most = Duration.ofSeconds(world.random().nextBoolean() ? 20 : 240);
      world.current().sleepUntil(world.now() + world.between(Duration.ofMillis(100), most));
    }
  }

  /// Rules that are no longer young are read anew, beside the reserves.
  private boolean isCurrent(Configs.Config config, Instant now) {
    return !instance.config().isOlderThan(ConfigCache.YOUNG, now)
        || instance.config().refreshed().version() == config.version();
  }

  private Demand demand(
      Rid rid, Bucket arrived, Subject subject, Usd bound, Configs.Config config, Instant now) {
    var holds = new ArrayList<Hold>();
    var booked = new ArrayList<Scope>();
    for (Scope scope : Org.scopes(subject)) {
      Hold hold = config.limits().get(scope);
      if (hold == null) {
        booked.add(scope);
      } else {
        holds.add(hold);
      }
    }
    Instant until = now.plus(stage.longestCall());
    return new Demand(
        rid, arrived, subject, bound, 100, 900, holds, booked, config.version(), until);
  }

  private boolean granted(Reservation reservation, Configs.Config config) {
    if (instance.ledger().journal(reservation) instanceof Journaled.Open(Instant at)
        && instance.config().at(at).version() == config.version()) {
      served(reservation);
      return false;
    }
    stage.counts().fenced++;
    stage.story().note(instance.name(), "may not send", reservation.rid().toString());
    var unserved = new Truth.Unserved();
    Settled settled = settle(reservation, unserved);
    if (settled != Settled.PENDING) {
      stage.laws().unserved(reservation);
    }
    tell(reservation, unserved, settled != Settled.PENDING);
    return true;
  }

  private Settled settle(Reservation reservation, Truth truth) {
    var incoming = new Incoming(reservation, truth, "");
    return instance.ledger().settle(List.of(incoming), instance.clock().instant()).getFirst();
  }

  /// The provider, and what becomes known of its bill.
  private void served(Reservation reservation) {
    boolean billed = world.random().nextInt(12) > 0;
    long bill = billed ? stage.org().bill(reservation.amount()) : 0;
    // The request leaves now; nothing that happens later takes the bill back.
    world.current().sleepUntil(world.now() + 100_000);
    stage.laws().dispatched(reservation, bill);
    stage.story().note(instance.name(), "sends, will be billed " + bill, rid(reservation));
    long longest =
        Math.max(1, World.nanos(reservation.until()) - World.nanos(instance.clock().instant()));
    long took = Math.min(longest, world.between(Duration.ofMillis(50), stage.longestCall()));
    world.current().sleepUntil(world.now() + took);

    Truth truth = truth(bill, billed);
    boolean settled =
        world.random().nextInt(3) > 0
            && instance
                    .ledger()
                    .trySettle(new Incoming(reservation, truth, ""), instance.clock().instant())
                == Settled.BOOKED;
    tell(reservation, truth, settled);
    if (truth instanceof Truth.CostUnknown && world.random().nextBoolean()) {
      world.current().sleep(Duration.ofSeconds(world.random().nextInt(240)));
      tell(reservation, metered(bill), false);
    }
  }

  private static String rid(Reservation reservation) {
    return reservation.rid().toString();
  }

  private Truth truth(long bill, boolean billed) {
    if (!billed) {
      return new Truth.Unserved();
    }
    return world.random().nextInt(6) == 0 ? new Truth.CostUnknown() : metered(bill);
  }

  private static Truth metered(long bill) {
    return new Truth.Metered(
        new Charge(Map.of(Meter.OUTPUT, new Charge.Line(500, Usd.ofPicos(bill))), ""));
  }

  /// Three tries at the queue, then the store itself.
  private void tell(Reservation reservation, Truth truth, boolean settled) {
    var facts =
        new CallFacts(
            instance.clock().instant(),
            false,
            List.of(),
            OptionalLong.empty(),
            1,
            "",
            false,
            "",
            0,
            false,
            "",
            "",
            "",
            Map.of());
    var event = new UsageEvent.Ended(reservation, truth, settled, facts);
    for (int i = 0; i < 3; i++) {
      if (stage.queue().send(event)) {
        return;
      }
    }
    if (!settled) {
      settle(reservation, truth);
    }
  }
}
