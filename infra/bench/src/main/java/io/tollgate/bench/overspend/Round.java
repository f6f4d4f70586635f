package io.tollgate.bench.overspend;

import io.tollgate.bench.gateway.Balance;
import io.tollgate.bench.gateway.Desk;
import io.tollgate.bench.gateway.Door;
import io.tollgate.bench.http.Ask;
import io.tollgate.bench.http.Line;
import io.tollgate.bench.http.Provider;
import io.tollgate.money.Usd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One storm on one budget, and a second one when its money is spent.
///
/// @param door of the gateway
/// @param which case
/// @param number the round's, from 1: each has a budget of its own
/// @param callers at once
/// @param held how the holding provider behaves
record Round(
    Door door,
    Case which,
    int number,
    int callers,
    HeldConduct held,
    Provider holding,
    Provider instant) {
  static final int EXPECTED = 10;

  private static final Usd LIMIT = Usd.parse("1");
  private static final Usd COST = Usd.parse("0.1");
  private static final String ADMITTED = "200";
  private static final String IN_FLIGHT = "429 budget_in_flight";
  private static final String SPENT = "402 budget_exceeded";
  private static final int REQUEST_BYTES = 300;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  /// What came of it.
  ///
  /// @param first how often each answer was given in the first storm
  /// @param second and in the second
  /// @param worst the most that was spent and held at once
  /// @param overspend what was billed beyond the limit
  /// @param broken each rule that did not hold
  record Outcome(
      Map<String, Integer> first,
      Map<String, Integer> second,
      long polls,
      Usd worst,
      Usd overspend,
      List<String> broken) {
    int admitted() {
      return first.getOrDefault(ADMITTED, 0);
    }
  }

  Outcome run() throws IOException, InterruptedException {
    try (var desk = new Desk(door)) {
      String key =
          which == Case.NEW_MEMBER ? desk.issue(which.member(number)).secret() : door.key();
      if (which.isWarm()) {
        warm(key);
      }
      Provider provider = which.isHeld() ? holding : instant;
      byte[] request = request(key, which.isHeld() ? "held" : "instant");
      long before = provider.calls();
      try (var watch = new Watch(door, which.scope(number))) {
        Map<String, Integer> first = first(request);
        Balance balance = settled(desk);
        Map<String, Integer> second = Storm.of(callers, door.address(), request).end();
        watch.end();
        Usd billed = COST.times(provider.calls() - before);
        return new Outcome(
            first,
            second,
            watch.polls(),
            watch.worst(),
            billed.minus(LIMIT).max(Usd.ZERO),
            broken(first, second, balance, watch, billed));
      }
    }
  }

  private byte[] request(String key, String provider) {
    return Ask.post(
        key,
        Map.of("tollgate-agent", which.agent(number), "tollgate-feature", which.feature(number)),
        Ask.chat(provider + "/tenth", false, Organisation.OUTPUT_TOKENS, REQUEST_BYTES));
  }

  private void warm(String key) throws IOException {
    try (var line = new Line(door.address())) {
      line.exchange(request(key, "failing"));
    }
  }

  private Map<String, Integer> first(byte[] request) throws InterruptedException {
    held.hold();
    try {
      Storm storm = Storm.of(callers, door.address(), request);
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (which.isHeld()
          && storm.answered() + held.waiting() < callers
          && System.nanoTime() < end) {
        Thread.sleep(1);
      }
      held.release();
      return storm.end();
    } finally {
      held.release();
    }
  }

  /// Waits until nothing is held any more.
  private Balance settled(Desk desk) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    Balance balance = desk.balance(which.scope(number));
    while (!balance.held().isZero() && System.nanoTime() < end) {
      Thread.sleep(1);
      balance = desk.balance(which.scope(number));
    }
    return balance;
  }

  private List<String> broken(
      Map<String, Integer> first,
      Map<String, Integer> second,
      Balance balance,
      Watch watch,
      Usd billed) {
    var broken = new ArrayList<String>();
    rule(
        first.getOrDefault(ADMITTED, 0) == EXPECTED,
        "%s instead of %d admitted".formatted(first.getOrDefault(ADMITTED, 0), EXPECTED),
        broken);
    int told = first.getOrDefault(IN_FLIGHT, 0);
    int late = which.isHeld() ? 0 : first.getOrDefault(SPENT, 0);
    rule(told + late == callers - EXPECTED, "the others were told " + first, broken);
    rule(second.equals(Map.of(SPENT, callers)), "afterwards they were told " + second, broken);
    rule(watch.worst().compareTo(LIMIT) <= 0, "spent + held was " + watch.worst(), broken);
    rule(watch.failure().isEmpty() && watch.polls() > 0, "nobody saw: " + watch.failure(), broken);
    rule(balance.equals(new Balance(LIMIT, Usd.ZERO)), "the books say " + balance, broken);
    rule(billed.compareTo(LIMIT) == 0, "the provider billed " + billed, broken);
    return broken;
  }

  private void rule(boolean holds, String otherwise, List<String> broken) {
    if (!holds) {
      broken.add("%s, round %d: %s".formatted(which.words(), number, otherwise));
    }
  }
}
