package io.tollgate.books;

import io.tollgate.attribution.Attribution;
import io.tollgate.event.CallFacts;
import io.tollgate.event.EventJson;
import io.tollgate.ledger.Alarms;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Demand;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Journaled;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Reserved;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Settled;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.ConfigurationFile;
import io.tollgate.spend.Charge;
import io.tollgate.spend.Subject;
import io.tollgate.table.Table;
import io.tollgate.usage.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// A store with a ledger and a configuration, at an instant of its own, in which tests make calls.
///
/// Calls go the real way: reserve, journal, settle.
public final class Till {
  /// What a call of these tests can cost at most.
  public static final Usd BOUND = Usd.parse("0.5");

  private static final Duration LONGEST_CALL = Duration.ofMinutes(15);
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final Table table;
  private final AtomicReference<Instant> now;
  private final Configuration configuration;
  private final Ledger ledger;
  private final List<Alarms.Alarm> alarms = new ArrayList<>();
  private int calls;

  /// @param table whose clock is `now`
  /// @param yaml the configuration
  public Till(Table table, AtomicReference<Instant> now, String yaml) {
    this.table = table;
    this.now = now;
    this.configuration = configuration(yaml, now.get());
    Closing closing = Closing.start(table, LONGEST_CALL, GRACE);
    this.ledger = new Ledger(table, closing, Fan.INLINE, time -> {}, new Random(7), alarms::add);
  }

  private static Configuration configuration(String yaml, Instant now) {
    return switch (ConfigurationFile.read(yaml, now)) {
      case ConfigurationFile.Parsed(var parsed) -> parsed;
      case ConfigurationFile.Faulty(var faults) -> throw new AssertionError(faults.toString());
    };
  }

  public Table table() {
    return table;
  }

  public Ledger ledger() {
    return ledger;
  }

  public Configuration configuration() {
    return configuration;
  }

  public List<Alarms.Alarm> alarms() {
    return alarms;
  }

  public Instant now() {
    return now.get();
  }

  public void pass(Duration time) {
    now.set(now.get().plus(time));
  }

  /// Who calls: the department is always sales, the key `key_1`.
  public static Attribution who(String member, String agent, String feature) {
    return new Attribution(member, agent, "sales", feature, "key_1", Optional.empty());
  }

  /// A call that is on its way to the provider.
  public Reservation open(Attribution who, String model) {
    String invocation = "call" + calls++;
    Bucket bucket = Bucket.of(now(), ledger.closing().minutes());
    var demand =
        new Demand(
            new Rid(bucket, Rid.shardOf(invocation), invocation, 1),
            bucket,
            new Subject(who, "openai", model, "prices-1"),
            BOUND,
            1_000,
            1_000,
            configuration.policies().holds(who, "openai", model, bucket),
            configuration.policies().booked(who),
            1,
            now().plus(LONGEST_CALL));
    if (ledger.reserve(demand, configuration.calendar(), now()) instanceof Reserved.Granted granted
        && ledger.journal(granted.reservation()) instanceof Journaled.Open) {
      return granted.reservation();
    }
    throw new AssertionError("the call of " + who + " was not admitted");
  }

  /// A call that has ended and is in the books.
  public Reservation settled(Attribution who, String model, String dollars) {
    Reservation reservation = open(who, model);
    settle(reservation, dollars);
    return reservation;
  }

  public void settle(Reservation reservation, String dollars) {
    var incoming = new Incoming(reservation, metered(dollars), EventJson.write(facts()));
    if (ledger.trySettle(incoming, now()) != Settled.BOOKED) {
      throw new AssertionError("not settled: " + reservation);
    }
  }

  /// A call that used 10 input tokens, 5 of which were cached, and 7 output tokens.
  public static Truth metered(String dollars) {
    return new Truth.Metered(
        new Charge(
            Map.of(
                Meter.INPUT, new Charge.Line(5, Usd.ZERO),
                Meter.CACHE_READ, new Charge.Line(5, Usd.ZERO),
                Meter.OUTPUT, new Charge.Line(7, Usd.parse(dollars))),
            ""));
  }

  /// What is known of a call that has just ended.
  public CallFacts facts() {
    return new CallFacts(
        now(),
        true,
        List.of(new CallFacts.Attempt("openai", "gpt-5.5", 200, "", 812)),
        OptionalLong.of(120),
        812,
        "stop",
        false,
        "up-1",
        3,
        false,
        "",
        "",
        "",
        List.of(),
        false,
        Map.of("team", "blue"));
  }
}
