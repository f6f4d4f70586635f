package io.tollgate.bench.demo;

import io.tollgate.bench.gateway.Desk;
import io.tollgate.bench.gateway.Door;
import io.tollgate.bench.http.Provider;
import io.tollgate.money.Usd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// One guard after the other before the same agent.
///
/// @param house whose file says which guard is in force
/// @param dear who bills the agent
/// @param people everybody else, a key each
/// @param asked how many questions everybody else has asked so far
/// @param perMinute how often the agent calls
/// @param before how long all others are alone
/// @param time how long the agent runs
record Trial(
    Door door,
    House house,
    Provider dear,
    List<Desk.Issued> people,
    AtomicLong asked,
    int perMinute,
    Duration before,
    Duration time) {
  /// More than one, so that a call that takes long delays no other.
  private static final int LINES = 4;

  /// Longer than a switch takes to be known everywhere, so that the end is seen.
  private static final Duration AFTER_A_SWITCH = Duration.ofSeconds(7);

  private static final int SWITCHED_AFTER = 3;
  private static final Duration PERSON_CALLS_EVERY = Duration.ofSeconds(1);
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  Trial {
    people = List.copyOf(people);
  }

  /// @param number of the trial: the agent has a name, a key and a session of its own in each
  Outcome of(Guard guard, int number) throws IOException, InterruptedException {
    String agent = "runaway-" + number;
    Desk.Issued key;
    try (var desk = new Desk(door)) {
      desk.put(house.yaml(guard));
      key = desk.issue(House.MEMBER);
    }
    List<Told> alone = everybody(before).end();
    long calls = dear.calls();
    Duration armed = guard.isSwitch() ? time.dividedBy(SWITCHED_AFTER) : Duration.ZERO;
    Duration lasts = guard.isSwitch() ? armed.plus(AFTER_A_SWITCH) : time;
    Traffic others = everybody(lasts);
    var runaway = Traffic.begin(door.address(), runaway(key, agent), lasts);
    if (guard.isSwitch()) {
      Thread.sleep(armed);
      armed = runaway.elapsed();
      suspend(key);
    }
    List<Told> told = runaway.end();
    List<Told> beside = others.end();
    Usd billed = House.CALL.times(dear.calls() - calls);
    return new Outcome(guard, lasts, armed, told, billed, booked(agent, billed), alone, beside);
  }

  /// Everybody but the agent, for a while.
  Traffic everybody(Duration time) {
    Duration apart = PERSON_CALLS_EVERY.dividedBy(people.size());
    List<Traffic.Caller> callers =
        IntStream.range(0, people.size())
            .mapToObj(i ->
                new Traffic.Caller(
                    () -> House.question(people.get(i), asked.incrementAndGet()),
                    apart.multipliedBy(i),
                    PERSON_CALLS_EVERY))
            .toList();
    return Traffic.begin(door.address(), callers, time);
  }

  private List<Traffic.Caller> runaway(Desk.Issued key, String agent) {
    Duration every = Duration.ofMinutes(1).dividedBy(perMinute);
    byte[] request = House.retry(key, agent);
    return IntStream.range(0, LINES)
        .mapToObj(i ->
            new Traffic.Caller(() -> request, every.multipliedBy(i), every.multipliedBy(LINES)))
        .toList();
  }

  private void suspend(Desk.Issued key) throws IOException {
    try (var desk = new Desk(door)) {
      desk.suspend(key);
    }
  }

  /// Waits until the books say what was billed; gives up and leaves that to the report.
  private Usd booked(String agent, Usd billed) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    try (var desk = new Desk(door)) {
      Usd booked = desk.spent(agent);
      while (!booked.equals(billed) && System.nanoTime() < end) {
        Thread.sleep(20);
        booked = desk.spent(agent);
      }
      return booked;
    }
  }
}
