package io.tollgate.books;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Settled;
import io.tollgate.ledger.StagedTable;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What spend says after real calls, over any table.
public abstract class SpendStoreContract {
  /// Before midnight in Berlin; in UTC October goes on for another hour.
  private static final Instant LATE = Instant.parse("2026-10-31T22:40:00Z");

  private static final String BERLIN = "{organisation: acme, timezone: Europe/Berlin}";

  private final AtomicReference<Instant> now = new AtomicReference<>(LATE);
  private Till till;
  private SpendStore spend;

  /// A table that may be shared: each test works on keys of its own.
  protected abstract Table table();

  @BeforeEach
  void open() {
    var own = new StagedTable(table(), UUID.randomUUID().toString(), now::get);
    till = new Till(own, now, BERLIN);
    spend = new TableSpend(till.table(), Fan.INLINE);
  }

  private List<SpendLine> sums(LocalDate from, LocalDate to, Axis... by) {
    Calendar calendar = till.configuration().calendar();
    var interval = new Interval(calendar.startOfDay(from), calendar.startOfDay(to));
    return spend.sums(List.of(by), interval, calendar);
  }

  private List<SpendLine> lastOfOctober(Axis... by) {
    return sums(LocalDate.of(2026, 10, 31), LocalDate.of(2026, 11, 1), by);
  }

  private List<SpendLine> firstOfNovember(Axis... by) {
    return sums(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 2), by);
  }

  private static SpendLine line(int calls, String dollars, String... names) {
    return new SpendLine(List.of(names), calls, 10L * calls, 7L * calls, Usd.parse(dollars));
  }

  @Test
  void a_call_is_summed_under_each_of_its_names_with_cached_tokens_among_the_input() {
    till.settled(Till.who("ada", "bot", "search"), "gpt-5.5", "0.125");
    assertEquals(List.of(line(1, "0.125", "ada")), lastOfOctober(Axis.MEMBER));
    assertEquals(List.of(line(1, "0.125", "bot")), lastOfOctober(Axis.AGENT));
    assertEquals(List.of(line(1, "0.125", "sales")), lastOfOctober(Axis.DEPARTMENT));
    assertEquals(List.of(line(1, "0.125", "search")), lastOfOctober(Axis.FEATURE));
    assertEquals(List.of(line(1, "0.125", "gpt-5.5")), lastOfOctober(Axis.MODEL));
    assertEquals(List.of(line(1, "0.125", "openai")), lastOfOctober(Axis.PROVIDER));
    assertEquals(List.of(line(1, "0.125", "key_1")), lastOfOctober(Axis.KEY));
  }

  @Test
  void two_axes_are_summed_together_the_dearest_first() {
    till.settled(Till.who("ada", "bot", "search"), "gpt-5.5", "0.1");
    till.settled(Till.who("ada", "bot", "chat"), "gpt-5.5", "0.2");
    till.settled(Till.who("ada", "bot", "chat"), "mini", "0.05");
    till.settled(Till.who("bob", "bot", "chat"), "mini", "0.4");
    assertEquals(
        List.of(
            line(1, "0.4", "bob", "mini"),
            line(2, "0.3", "ada", "gpt-5.5"),
            line(1, "0.05", "ada", "mini")),
        lastOfOctober(Axis.MEMBER, Axis.MODEL));
  }

  @Test
  void every_way_to_sum_it_gives_what_was_charged() {
    for (int i = 0; i < 30; i++) {
      till.settled(Till.who("m" + i % 3, "a" + i % 5, "f" + i % 2), "o" + i % 4, "0.01");
      till.pass(Duration.ofSeconds(1));
    }
    for (Axis one : Axis.values()) {
      for (Axis other : EnumSet.range(one, Axis.KEY)) {
        List<SpendLine> lines = one == other ? lastOfOctober(one) : lastOfOctober(one, other);
        assertEquals(
            Usd.parse("0.3"), lines.stream().map(SpendLine::cost).reduce(Usd.ZERO, Usd::plus));
        assertEquals(30, lines.stream().mapToLong(SpendLine::calls).sum());
      }
    }
  }

  @Test
  void a_day_begins_at_the_organisations_midnight() {
    till.settled(Till.who("ada", "bot", "search"), "gpt-5.5", "0.1");
    till.pass(Duration.ofMinutes(21));
    till.settled(Till.who("ada", "bot", "search"), "gpt-5.5", "0.2");
    assertEquals(List.of(line(1, "0.1", "ada")), lastOfOctober(Axis.MEMBER));
    assertEquals(List.of(line(1, "0.2", "ada")), firstOfNovember(Axis.MEMBER));
  }

  @Test
  void a_call_counts_in_the_hour_that_admitted_it() {
    Reservation reservation = till.open(Till.who("ada", "bot", "search"), "gpt-5.5");
    till.pass(Duration.ofMinutes(25));
    till.settle(reservation, "0.1");
    assertEquals(List.of(line(1, "0.1", "ada")), lastOfOctober(Axis.MEMBER));
    assertEquals(List.of(), firstOfNovember(Axis.MEMBER));
  }

  @Test
  void a_call_that_is_under_way_is_in_no_sum() {
    till.open(Till.who("ada", "bot", "search"), "gpt-5.5");
    assertEquals(List.of(), lastOfOctober(Axis.MEMBER));
  }

  @Test
  void a_call_charged_at_its_bound_and_found_unserved_later_is_in_no_sum() {
    Reservation reservation = till.open(Till.who("ada", "bot", "search"), "gpt-5.5");
    var lost = new Incoming(reservation, new Truth.CostUnknown(), "");
    assertEquals(List.of(Settled.BOOKED), till.ledger().settle(List.of(lost), now.get()));
    assertEquals(Till.BOUND, lastOfOctober(Axis.MEMBER).getFirst().cost());
    var unserved = new Incoming(reservation, new Truth.Unserved(), "");
    assertEquals(List.of(Settled.BOOKED), till.ledger().settle(List.of(unserved), now.get()));
    assertEquals(List.of(), lastOfOctober(Axis.MEMBER));
  }

  @Test
  void days_have_23_or_25_hours_where_clocks_are_changed() {
    Calendar calendar = till.configuration().calendar();
    var autumn =
        new Interval(
            calendar.startOfDay(LocalDate.of(2026, 10, 25)),
            calendar.startOfDay(LocalDate.of(2026, 10, 26)));
    List<String> hours = autumn.hours(calendar);
    assertEquals(25, hours.size());
    assertEquals(25, hours.stream().distinct().count());
  }
}
