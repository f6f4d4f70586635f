package io.tollgate.ledger;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.spend.SpendRow;
import io.tollgate.spend.Subject;
import io.tollgate.table.Item;
import io.tollgate.table.Query;
import io.tollgate.table.Table;
import io.tollgate.usage.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// One ledger over a table in a test's own time, and the words in which its tests speak.
///
/// Calls may last a minute, and a bucket (of a minute) is closed two minutes after its end.
final class Scene {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final Scope ADA = new Scope(ScopeKind.MEMBER, "ada");
  static final Scope BOT = new Scope(ScopeKind.AGENT, "bot");
  static final Scope SALES = new Scope(ScopeKind.DEPARTMENT, "sales");
  static final Scope CHAT = new Scope(ScopeKind.FEATURE, "chat");
  static final Scope KEY = new Scope(ScopeKind.KEY, "k1");
  static final Subject SUBJECT =
      new Subject(
          new Attribution("ada", "bot", "sales", "chat", "k1", Optional.of("s1")),
          "openai",
          "gpt-5-mini",
          "2026-11-01");

  final List<Alarms.Alarm> alarms = new ArrayList<>();
  final Calendar calendar;
  final Table table;
  final Closing closing;
  final Ledger ledger;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Instant now;

  Scene(Table behind, String name, Instant now) {
    this(behind, name, now, Calendar.utc());
  }

  Scene(Table behind, String name, Instant now, Calendar calendar) {
    this.now = now;
    this.calendar = calendar;
    table = new StagedTable(behind, name + "/", () -> this.now);
    closing = Closing.start(table, Duration.ofSeconds(60), Duration.ofSeconds(60));
    ledger = ledger(table);
  }

  /// Another process over the same store.
  Ledger ledger(Table through) {
    return new Ledger(through, closing, Fan.INLINE, time -> {}, new Random(7), alarms::add);
  }

  Instant now() {
    return now;
  }

  Scene at(Instant instant) {
    now = instant;
    return this;
  }

  Scene after(Duration time) {
    return at(now.plus(time));
  }

  Bucket bucket() {
    return Bucket.of(now, closing.minutes());
  }

  Rid rid() {
    String invocation = "call-" + calls.incrementAndGet();
    return new Rid(bucket(), Rid.shardOf(invocation), invocation, 1);
  }

  static Usd usd(String dollars) {
    return Usd.parse(dollars);
  }

  static Ceiling ceiling(Period period, String limit) {
    return new Ceiling(period, usd(limit), period.word() + "-" + limit);
  }

  static Hold limited(Scope scope, Ceiling... ceilings) {
    return new Hold(scope, List.of(ceilings), List.of(), List.of());
  }

  static Hold monthly(Scope scope, String limit) {
    return limited(scope, ceiling(Period.MONTH, limit));
  }

  static Hold slots(Scope scope, long most) {
    return new Hold(scope, List.of(), List.of(new Slots(most, "slots", Mode.HARD)), List.of());
  }

  static Hold paced(Scope scope, Pace... paces) {
    return new Hold(scope, List.of(), List.of(), List.of(paces));
  }

  Demand demand(String amount, Hold... holds) {
    return demand(usd(amount), List.of(holds), List.of());
  }

  Demand demand(Usd amount, List<Hold> holds, List<Scope> booked) {
    return new Demand(
        rid(),
        bucket(),
        SUBJECT,
        amount,
        100,
        900,
        holds,
        booked,
        1,
        now.plus(Duration.ofSeconds(60)));
  }

  /// A demand that may be a repeat.
  Demand repeating(Hold hold, Fingerprint... fingerprints) {
    Demand one = demand("0.01", hold);
    return new Demand(
        one.rid(),
        one.arrived(),
        one.subject(),
        one.amount(),
        one.inputTokens(),
        one.outputTokens(),
        one.holds(),
        one.booked(),
        one.policies(),
        one.until(),
        List.of(fingerprints));
  }

  Reserved ask(Demand demand) {
    return ledger.reserve(demand, calendar, now);
  }

  Reserved ask(String amount, Hold... holds) {
    return ask(demand(amount, holds));
  }

  /// Reserves, and fails where it is refused.
  Reservation reserved(Demand demand) {
    if (ask(demand) instanceof Reserved.Granted(Reservation reservation, var grants)) {
      return reservation;
    }
    throw new AssertionError("not granted: " + demand);
  }

  Reservation reserved(String amount, Hold... holds) {
    return reserved(demand(amount, holds));
  }

  /// Reserves and journals: a call that may go to the provider.
  Reservation running(Demand demand) {
    Reservation reservation = reserved(demand);
    if (ledger.journal(reservation) instanceof Journaled.Open) {
      return reservation;
    }
    throw new AssertionError("not journaled: " + reservation);
  }

  Reservation running(String amount, Hold... holds) {
    return running(demand(amount, holds));
  }

  Denial denial(String amount, Hold... holds) {
    if (ask(amount, holds) instanceof Reserved.Denied(Denial denial)) {
      return denial;
    }
    throw new AssertionError("not denied: " + List.of(holds));
  }

  static Charge charge(String cost) {
    return new Charge(Map.of(Meter.OUTPUT, new Charge.Line(500, usd(cost))), "");
  }

  static Incoming cost(Reservation reservation, String cost) {
    return new Incoming(reservation, new Truth.Metered(charge(cost)), "");
  }

  static Incoming unknown(Reservation reservation) {
    return new Incoming(reservation, new Truth.CostUnknown(), "");
  }

  static Incoming unserved(Reservation reservation) {
    return new Incoming(reservation, new Truth.Unserved(), "");
  }

  Settled settle(Incoming incoming) {
    return ledger.settle(List.of(incoming), now).getFirst();
  }

  /// What the aggregator does to an account after a batch.
  void touch(Scope scope) {
    touch(scope, calendar);
  }

  void touch(Scope scope, Calendar today) {
    ledger.drop(scope, ledger.folded(scope, today, now));
  }

  Sweep.Swept sweep() {
    return ledger.sweep(() -> now).run();
  }

  /// The next bucket that is due for a second look, passed at once; empty if none is.
  Optional<SecondLook.Seen> lookAgain() {
    SecondLook look = ledger.secondLook();
    Optional<SecondLook.Seen> seen = look.next(now);
    seen.ifPresent(look::passes);
    return seen;
  }

  Item account(Scope scope) {
    return table.get(Account.key(scope)).orEmpty();
  }

  AccountView view(Scope scope) {
    return ledger.view(scope, calendar);
  }

  String spent(Scope scope, Period period) {
    return view(scope).spent(calendar.windows(bucket()).of(period)).plain();
  }

  String held(Scope scope, Period period) {
    return view(scope).held(calendar.windows(bucket()).of(period)).plain();
  }

  JournalItem.Contents journal(Rid rid) {
    return JournalItem.read(
        rid.toString(), closing.minutes(), table.get(rid.key()).item().orElseThrow());
  }

  /// The books of the hour of a reservation.
  List<SpendRow.Contents> rows(Reservation reservation) {
    return table.query(Query.all(SpendRow.partition(reservation.windows().hour()))).rows().stream()
        .map(row -> SpendRow.read(row.item()))
        .toList();
  }

  String books(Reservation reservation) {
    Usd sum = Usd.ZERO;
    for (SpendRow.Contents row : rows(reservation)) {
      sum = sum.plus(row.charge().total());
    }
    return sum.plain();
  }
}
