package io.tollgate.aggregator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.books.Axis;
import io.tollgate.books.Interval;
import io.tollgate.books.LoggedCall;
import io.tollgate.books.RequestLog;
import io.tollgate.books.SpendLine;
import io.tollgate.books.TableSpend;
import io.tollgate.books.Till;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.RequestId;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.policy.Book;
import io.tollgate.policy.PolicyStore;
import io.tollgate.table.Condition;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AggregatorTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String YAML =
      """
      organisation: acme
      policies:
        - {budget: monthly, of: workspace, limit_usd: 1000}
        - {budget: hourly, of: each member, limit_usd: 100}
        - {rate: 100000/min, of: each key}
      """;

  /// The accounts of a call whose thresholds are looked at each time.
  private static final int OF_BUDGETS = 2;

  private static final Attribution ADA = Till.who("ada", "bot", "search");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Counting table = new Counting(new EmbeddedTable(now::get));
  private final Till till = new Till(table, now, YAML);
  private final List<String> lines = new ArrayList<>();
  private final AggregatorFunction function =
      new AggregatorFunction(
          till.ledger(),
          table,
          now::get,
          now::get,
          book(),
          Fan.INLINE,
          (level, event, fields) -> lines.add(level + " " + event + " " + fields));

  private Book book() {
    var policies = new PolicyStore(table);
    policies.start(YAML, NOON);
    return new Book(policies, new TableKeyStore(table));
  }

  private String ended(Reservation reservation, Truth truth, boolean settled) {
    return EventJson.write(
        new UsageEvent.Ended(
            new Incoming(reservation, truth, EventJson.write(till.facts())), settled));
  }

  private String ended(Reservation reservation, String dollars) {
    return ended(reservation, Till.metered(dollars), false);
  }

  private UsageEvent.Refused refusal(String invocation) {
    return new UsageEvent.Refused(
        Reservation.requestId(Bucket.of(now.get(), 5), invocation),
        now.get(),
        ADA,
        "openai",
        "gpt-5.5",
        402,
        "budget_exceeded",
        "monthly:workspace",
        "workspace",
        "Budget 'monthly:workspace' of $1000 is used up.",
        "");
  }

  /// Sends a batch; messages are called m0, m1, …
  private String taken(String... bodies) {
    var text = new StringBuilder();
    for (int i = 0; i < bodies.length; i++) {
      text.append(text.isEmpty() ? "" : ",")
          .append(
              "{\"messageId\":\"m" + i + "\",\"receiptHandle\":\"r\",\"attributes\":{},\"body\":")
          .append(new TextNode(bodies[i]))
          .append("}");
    }
    return sent("{\"Records\":[" + text + "]}");
  }

  private String sent(String event) {
    try {
      return new String(
          function.handle(event.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String failed(String... ids) {
    return "{\"batchItemFailures\":["
        + String.join(
            ",", Arrays.stream(ids).map(id -> "{\"itemIdentifier\":\"" + id + "\"}").toList())
        + "]}";
  }

  private Usd charged() {
    var interval = new Interval(NOON.minus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(30)));
    return new TableSpend(table, Fan.INLINE)
        .sums(List.of(Axis.MEMBER), interval, till.configuration().calendar()).stream()
            .map(SpendLine::cost)
            .reduce(Usd.ZERO, Usd::plus);
  }

  private AccountView workspace() {
    return till.ledger().view(Scope.WORKSPACE, till.configuration().calendar());
  }

  private String month() {
    return till.configuration().calendar().windows(Bucket.of(now.get(), 5)).of(Period.MONTH);
  }

  private void tick() {
    assertEquals("{}", sent("{\"tollgate\":\"sweep\"}"));
  }

  @Test
  void a_call_that_its_gateway_did_not_settle_is_charged_and_releases_its_hold() {
    Reservation reservation = till.open(ADA, "gpt-5.5");
    assertEquals(failed(), taken(ended(reservation, "0.125")));
    assertEquals(Usd.parse("0.125"), charged());
    assertEquals(Usd.parse("0.125"), workspace().spent(month()));
    assertEquals(Usd.ZERO, workspace().held(month()));
  }

  @Test
  void a_message_that_comes_twice_is_charged_once() {
    String message = ended(till.open(ADA, "gpt-5.5"), "0.125");
    assertEquals(failed(), taken(message, message));
    assertEquals(failed(), taken(message));
    assertEquals(Usd.parse("0.125"), charged());
  }

  @Test
  void a_call_that_passed_uncounted_is_charged_once_and_is_no_defect() {
    String message =
        ended(uncounted(), "0.125").replace("\"tags\":{", "\"unreserved\":true,\"tags\":{");
    assertEquals(failed(), taken(message, message));
    assertEquals(failed(), taken(message));
    assertEquals(Usd.parse("0.125"), charged());
    assertEquals(Usd.parse("0.125"), workspace().spent(month()));
    assertEquals(List.of(), till.alarms());
  }

  /// A call of which the store knows nothing.
  private Reservation uncounted() {
    Reservation other = till.open(ADA, "gpt-5.5");
    taken(ended(other, new Truth.Unserved(), false));
    Rid rid = other.rid();
    var accounts = new ArrayList<Scope>(other.booked());
    other.held().forEach(held -> accounts.add(held.scope()));
    return new Reservation(
        new Rid(rid.bucket(), rid.shard(), rid.invocation(), 2),
        other.arrived(),
        other.subject(),
        other.amount(),
        other.inputTokens(),
        other.outputTokens(),
        other.windows(),
        List.of(),
        accounts,
        other.until());
  }

  @Test
  void the_order_of_messages_changes_nothing() {
    for (int seed = 0; seed < 5; seed++) {
      Usd before = charged();
      Reservation one = till.open(ADA, "gpt-5.5");
      Reservation other = till.open(Till.who("bob", "bot", "chat"), "gpt-5.5");
      var messages =
          new ArrayList<>(
              List.of(
                  ended(one, new Truth.CostUnknown(), false),
                  ended(one, "0.1"),
                  ended(other, "0.2"),
                  ended(other, new Truth.CostUnknown(), false)));
      Collections.shuffle(messages, new Random(seed));
      messages.forEach(message -> assertEquals(failed(), taken(message)));
      assertEquals(Usd.parse("0.3"), charged().minus(before));
      assertEquals(Usd.ZERO, workspace().held(month()));
    }
  }

  @Test
  void a_message_that_is_redriven_a_week_later_corrects_what_the_sweep_charged() {
    String message = ended(till.open(ADA, "gpt-5.5"), "0.125");
    till.pass(Duration.ofMinutes(30));
    tick();
    assertEquals(Till.BOUND, charged());
    till.pass(Duration.ofDays(7));
    assertEquals(failed(), taken(message));
    assertEquals(failed(), taken(message));
    assertEquals(Usd.parse("0.125"), charged());
    assertEquals(List.of(), till.alarms());
  }

  @Test
  void what_nobody_can_read_fails_alone() {
    String good = ended(till.open(ADA, "gpt-5.5"), "0.125");
    String newer = good.replaceFirst("\"schema\":1", "\"schema\":2");
    String broken = good.replaceFirst("\"rid\":\"[^\"]*\"", "\"rid\":\"x\"");
    assertEquals(
        failed("m0", "m1", "m2", "m4", "m5"),
        taken("", "not json", newer, good, broken, "{\"schema\":1,\"kind\":\"news\"}"));
    assertEquals(Usd.parse("0.125"), charged());
  }

  @Test
  void a_newer_schema_fails_even_if_it_says_that_it_is_settled() {
    String settled = ended(till.settled(ADA, "gpt-5.5", "0.1"), Till.metered("0.1"), true);
    assertEquals(failed("m0"), taken(settled.replaceFirst("\"schema\":1", "\"schema\":2")));
  }

  @Test
  void the_neighbours_of_a_poisoned_call_are_settled() {
    Reservation poisoned = till.open(ADA, "gpt-5.5");
    Reservation good = till.open(ADA, "gpt-5.5");
    table.poison(poisoned.rid().invocation() + ".");
    assertEquals(failed("m0"), taken(ended(poisoned, "0.1"), ended(good, "0.2")));
    assertEquals(Usd.parse("0.2"), charged());
    table.poison("none");
    assertEquals(failed(), taken(ended(poisoned, "0.1")));
    assertEquals(Usd.parse("0.3"), charged());
  }

  @Test
  void a_message_comes_again_while_the_store_is_silent() {
    String call = ended(till.open(ADA, "gpt-5.5"), "0.125");
    String refusal = EventJson.write(refusal("lambda-1"));
    table.silent(true);
    assertEquals(failed("m0", "m1"), taken(call, refusal));
    table.silent(false);
    assertEquals(failed(), taken(call, refusal));
    assertEquals(Usd.parse("0.125"), charged());
  }

  @Test
  void a_refused_call_is_in_the_log_once() {
    UsageEvent.Refused event = refusal("lambda-1");
    String message = EventJson.write(event);
    assertEquals(failed(), taken(message, message));
    assertEquals(failed(), taken(message));
    List<LoggedCall> found =
        new RequestLog(table, till.ledger().closing(), InstantSource.system(), Fan.INLINE)
            .find(RequestId.parse(event.request()).orElseThrow());
    assertEquals(List.of(new LoggedCall.Refused(found.getFirst().rid(), event)), found);
  }

  @Test
  void a_refusal_of_a_request_that_cannot_be_ours_fails_alone() {
    String message = EventJson.write(refusal("lambda-1")).replaceFirst("\"request\":\"", "$0#");
    assertEquals(failed("m0"), taken(message));
  }

  @Test
  void a_runaway_key_fills_a_line_and_not_the_log() {
    var bodies = new ArrayList<String>();
    for (int i = 0; i < RefusalLog.MOST_A_MINUTE + 50; i++) {
      bodies.add(EventJson.write(refusal("lambda-" + i)));
    }
    table.calls();
    assertEquals(failed(), taken(bodies.toArray(String[]::new)));
    assertEquals(RefusalLog.MOST_A_MINUTE, table.calls());
    till.pass(Duration.ofMinutes(1));
    taken(EventJson.write(refusal("later")));
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.contains("refusals_not_kept") && line.contains("refusals=50")),
        lines.toString());
  }

  @Test
  void a_settled_call_costs_a_read_for_each_budget_once_its_accounts_were_looked_at() {
    Reservation reservation = till.settled(ADA, "gpt-5.5", "0.1");
    String message = ended(reservation, Till.metered("0.1"), true);
    table.calls();
    assertEquals(failed(), taken(message));
    assertEquals(reservation.held().size() + reservation.booked().size(), table.calls());
    assertEquals(failed(), taken(message, message));
    assertEquals(OF_BUDGETS, table.calls());
  }

  @Test
  void an_account_without_a_budget_is_looked_at_once_for_each_bucket_that_is_closed() {
    String message = ended(till.settled(ADA, "gpt-5.5", "0.1"), Till.metered("0.1"), true);
    taken(message);
    till.pass(Duration.ofMinutes(5));
    tick();
    table.calls();
    taken(message);
    assertTrue(table.calls() > OF_BUDGETS, "the mark has moved");
    taken(message);
    assertEquals(OF_BUDGETS, table.calls());
  }

  @Test
  void a_leak_is_given_back_by_the_next_call_after_its_bucket_is_closed() {
    Reservation leak = till.open(ADA, "gpt-5.5");
    // As after a crash between the holds and the journal: nothing stands behind the hold.
    table.write(new Write.Delete(leak.rid().key(), Condition.ALWAYS));
    till.pass(Duration.ofMinutes(30));
    tick();
    assertTrue(workspace().item().names().contains("r." + leak.rid().bucket().id()));
    taken(ended(till.settled(ADA, "gpt-5.5", "0.1"), Till.metered("0.1"), true));
    assertFalse(workspace().item().names().contains("r." + leak.rid().bucket().id()));
    assertEquals(0, workspace().calls());
    assertEquals(Usd.parse("0.1"), charged());
  }

  @Test
  void windows_that_have_ended_are_dropped_on_touch() {
    till.settled(ADA, "gpt-5.5", "0.1");
    till.pass(Duration.ofHours(2));
    tick();
    taken(ended(till.settled(ADA, "gpt-5.5", "0.1"), Till.metered("0.1"), true));
    assertEquals(
        1, workspace().item().names().stream().filter(name -> name.startsWith("u.H")).count());
    assertEquals(Usd.parse("0.2"), charged());
  }

  @Test
  void the_sweep_charges_what_a_crash_left_open_and_says_so_in_one_line() {
    till.open(ADA, "gpt-5.5");
    till.pass(Duration.ofMinutes(30));
    assertEquals("{}", sent("{\"version\":\"0\",\"detail-type\":\"Scheduled Event\"}"));
    assertEquals(Till.BOUND, charged());
    assertEquals(1, lines.stream().filter(line -> line.startsWith("WARN sweep ")).count());
    assertTrue(lines.getLast().contains("charged_at_bound=1"), lines.toString());
  }

  @Test
  void what_is_neither_a_batch_nor_a_tick_is_an_error() {
    for (String event : List.of("{}", "[]", "nothing", "{\"Records\":1}", "{\"Records\":[{}]}")) {
      assertThrows(
          IOException.class, () -> function.handle(event.getBytes(StandardCharsets.UTF_8)), event);
    }
  }
}
