package io.tollgate.prove;

import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.usage.Meter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Whom admitted calls go to, and what becomes known of its bill.
final class Provider {
  private final World world;
  private final Instance instance;
  private final Stage stage;

  Provider(World world, Instance instance, Stage stage) {
    this.world = world;
    this.instance = instance;
    this.stage = stage;
  }

  /// How a call ended.
  ///
  /// @param truth what its gateway knows then
  /// @param later what becomes known after the delay, if anything
  record Served(Truth truth, Optional<Truth> later, Duration delay) {}

  /// @param capped its bound by the output cap
  /// @param leaves hears what the call will be billed when it goes out
  Served serve(Reservation reservation, Usd capped, LongConsumer leaves) {
    boolean billed = world.random().nextInt(12) > 0;
    long bill = billed ? bill(reservation, capped) : 0;
    // The request leaves now; nothing that happens later takes the bill back.
    world.current().sleepUntil(world.now() + 100_000);
    leaves.accept(bill);
    stage
        .story()
        .note(instance.name(), "sends, will be billed " + bill, reservation.rid().toString());
    long longest =
        Math.max(1, World.nanos(reservation.until()) - World.nanos(instance.clock().instant()));
    long took = Math.min(longest, world.between(Duration.ofMillis(50), stage.longestCall()));
    world.current().sleepUntil(world.now() + took);
    if (!billed) {
      return known(new Truth.Unserved());
    }
    if (world.random().nextInt(5) > 0) {
      return known(metered(bill));
    }
    return new Served(
        new Truth.CostUnknown(),
        world.random().nextBoolean() ? Optional.of(metered(bill)) : Optional.empty(),
        Duration.ofSeconds(world.random().nextInt(240)));
  }

  private long bill(Reservation reservation, Usd capped) {
    long honoured = stage.org().bill(reservation.amount());
    return stage.caps().bill(reservation.subject(), capped, honoured);
  }

  private static Served known(Truth truth) {
    return new Served(truth, Optional.empty(), Duration.ZERO);
  }

  private static Truth metered(long bill) {
    return new Truth.Metered(
        new Charge(Map.of(Meter.OUTPUT, new Charge.Line(500, Usd.ofPicos(bill))), ""));
  }
}
