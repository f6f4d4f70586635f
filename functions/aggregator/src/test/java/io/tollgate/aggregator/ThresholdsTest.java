package io.tollgate.aggregator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tollgate.alert.AlertOutbox;
import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.books.Till;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.key.BudgetStatus;
import io.tollgate.key.Choice;
import io.tollgate.key.KeyHash;
import io.tollgate.key.TableKeyStore;
import io.tollgate.key.VirtualKey;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Reservation;
import io.tollgate.money.Usd;
import io.tollgate.policy.Book;
import io.tollgate.policy.PolicyStore;
import io.tollgate.table.EmbeddedTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// When thresholds of budgets are raised. Calls are admitted without any limit, so that spending
/// may come to any share of one.
class ThresholdsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String NO_LIMIT = "organisation: acme\n";
  private static final String NONE_FAILED = "{\"batchItemFailures\":[]}";
  private static final Attribution ADA = Till.who("ada", "bot", "search");
  private static final Scope MEMBER = new Scope(ScopeKind.MEMBER, "ada");
  private static final Duration UNTIL_READ_ANEW = Book.FRESH.plusSeconds(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Counting table = new Counting(new EmbeddedTable(now::get));
  private final PolicyStore policies = new PolicyStore(table);
  private final Till till = new Till(table, now, NO_LIMIT);
  private final AlertOutbox outbox = new AlertOutbox(table);
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private void limited(String... entries) {
    var text = new StringBuilder(NO_LIMIT).append("policies:\n");
    for (String entry : entries) {
      text.append("  - ").append(entry).append('\n');
    }
    policies.start(text.toString(), now.get());
  }

  private AggregatorFunction aggregator() {
    return new AggregatorFunction(
        till.ledger(),
        table,
        now::get,
        now::get,
        new Book(policies, new TableKeyStore(table)),
        Fan.INLINE,
        (level, event, fields) -> lines.add(event + " " + fields));
  }

  private String message(Reservation reservation, String dollars, boolean settled) {
    var incoming = new Incoming(reservation, Till.metered(dollars), EventJson.write(till.facts()));
    return EventJson.write(new UsageEvent.Ended(incoming, settled));
  }

  /// The message of a call that its gateway has settled.
  private String spent(String dollars) {
    return message(till.settled(ADA, "gpt-5.5", dollars), dollars, true);
  }

  private static String taken(AggregatorFunction aggregator, String body) {
    return sent(
        aggregator, "{\"Records\":[{\"messageId\":\"m\",\"body\":" + new TextNode(body) + "}]}");
  }

  private static String sent(AggregatorFunction aggregator, String event) {
    try {
      byte[] answer = aggregator.handle(event.getBytes(StandardCharsets.UTF_8));
      return new String(answer, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String window(Period period) {
    return Calendar.utc().windows(Bucket.of(now.get(), 5)).of(period);
  }

  private int passed(Period period, String limit) {
    return outbox.passed(MEMBER, window(period), Usd.parse(limit));
  }

  private List<String> told() {
    return lines.stream().filter(line -> line.startsWith("threshold_passed")).toList();
  }

  @Test
  void spending_that_comes_to_a_threshold_raises_it_and_says_so_in_one_line() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    AggregatorFunction aggregator = aggregator();
    taken(aggregator, spent("0.249999999999"));
    assertEquals(0, passed(Period.DAY, "0.5"));
    taken(aggregator, spent("0.000000000001"));
    assertEquals(50, passed(Period.DAY, "0.5"));
    assertEquals(1, told().size());
    for (String field :
        List.of(
            "scope=member/ada",
            "policy=daily:each member",
            "percent=50",
            "limit_usd=0.5",
            "spent_usd=0.25")) {
      assertTrue(told().getFirst().contains(field), told().toString());
    }
  }

  @Test
  void a_call_that_the_aggregator_settles_itself_raises_too() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    assertEquals(
        NONE_FAILED, taken(aggregator(), message(till.open(ADA, "gpt-5.5"), "0.4", false)));
    assertEquals(75, passed(Period.DAY, "0.5"));
  }

  @Test
  void a_threshold_is_raised_once_however_often_its_message_comes_and_to_whom() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    String message = spent("0.4");
    AggregatorFunction one = aggregator();
    AggregatorFunction other = aggregator();
    for (int i = 0; i < 3; i++) {
      assertEquals(NONE_FAILED, taken(one, message));
      assertEquals(NONE_FAILED, taken(other, message));
    }
    assertEquals(1, told().size());
  }

  @Test
  void of_many_aggregators_at_once_one_raises_each_threshold() throws InterruptedException {
    limited("{budget: daily, of: each member, limit_usd: 4}");
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        AggregatorFunction aggregator = aggregator();
        threads.execute(() -> {
          for (int call = 0; call < 20; call++) {
            String message;
            synchronized (till) {
              message = spent("0.05");
            }
            taken(aggregator, message);
          }
        });
      }
    }
    assertEquals(100, passed(Period.DAY, "4"));
    List<String> percents =
        told().stream().map(line -> line.replaceFirst(".*percent=(\\d+).*", "$1")).toList();
    assertEquals(percents.stream().distinct().toList(), percents);
    assertTrue(percents.contains("100"), percents.toString());
  }

  @Test
  void a_jump_over_several_thresholds_is_one_step() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    AggregatorFunction aggregator = aggregator();
    taken(aggregator, spent("0.2"));
    assertEquals(List.of(), told());
    taken(aggregator, spent("0.35"));
    assertEquals(100, passed(Period.DAY, "0.5"));
    assertEquals(1, told().size());
  }

  @Test
  void the_next_window_begins_anew_and_a_total_goes_on() {
    limited(
        "{budget: hourly, of: each member, limit_usd: 0.5}",
        "{budget: total, of: each member, limit_usd: 1}");
    AggregatorFunction aggregator = aggregator();
    taken(aggregator, spent("0.3"));
    assertEquals(50, passed(Period.HOUR, "0.5"));
    till.pass(Duration.ofHours(1));
    assertEquals(0, passed(Period.HOUR, "0.5"));
    taken(aggregator, spent("0.3"));
    assertEquals(50, passed(Period.HOUR, "0.5"));
    assertEquals(50, passed(Period.TOTAL, "1"));
    assertEquals(3, told().size());
  }

  @Test
  void another_limit_begins_anew_and_the_old_one_is_remembered() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    AggregatorFunction aggregator = aggregator();
    String message = spent("0.25");
    taken(aggregator, message);
    limited("{budget: daily, of: each member, limit_usd: 1}");
    till.pass(UNTIL_READ_ANEW);
    taken(aggregator, message);
    assertEquals(0, passed(Period.DAY, "1"));
    limited("{budget: daily, of: each member, limit_usd: 0.26}");
    till.pass(UNTIL_READ_ANEW);
    taken(aggregator, message);
    assertEquals(90, passed(Period.DAY, "0.26"));
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    till.pass(UNTIL_READ_ANEW);
    taken(aggregator, message);
    assertEquals(2, told().size());
  }

  @Test
  void what_the_sweep_charges_raises_and_a_later_truth_takes_nothing_back() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    AggregatorFunction aggregator = aggregator();
    String message = message(till.open(ADA, "gpt-5.5"), "0.1", false);
    till.pass(Duration.ofMinutes(30));
    sent(aggregator, "{\"tollgate\":\"sweep\"}");
    assertEquals(100, passed(Period.DAY, "0.5"));
    taken(aggregator, message);
    assertEquals(100, passed(Period.DAY, "0.5"));
    assertEquals(1, told().size());
  }

  /// Calls of the deployment last at most 15 minutes, and a minute goes by between two sweeps.
  private static final Duration UNTIL_LOOKED_AT_AGAIN = Duration.ofMinutes(38);

  private static void sweep(AggregatorFunction aggregator) {
    sent(aggregator, "{\"tollgate\":\"sweep\"}");
  }

  @Test
  void what_a_gateway_settled_before_it_died_is_raised_within_38_minutes() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    AggregatorFunction aggregator = aggregator();
    sweep(aggregator);
    till.settled(ADA, "gpt-5.5", "0.4");
    till.pass(UNTIL_LOOKED_AT_AGAIN);
    assertEquals(0, passed(Period.DAY, "0.5"));
    sweep(aggregator);
    assertEquals(75, passed(Period.DAY, "0.5"));
    sweep(aggregator);
    sweep(aggregator());
    assertEquals(1, told().size());
  }

  @Test
  void a_second_look_that_could_not_raise_comes_again() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    AggregatorFunction aggregator = aggregator();
    sweep(aggregator);
    till.settled(ADA, "gpt-5.5", "0.4");
    till.pass(UNTIL_LOOKED_AT_AGAIN);
    sweepWhileOutboxIsSilent(aggregator);
    assertEquals(0, passed(Period.DAY, "0.5"));
    sweep(aggregator);
    assertEquals(75, passed(Period.DAY, "0.5"));
  }

  private void sweepWhileOutboxIsSilent(AggregatorFunction aggregator) {
    table.silentAt("A#");
    sweep(aggregator);
    table.silentAt("none");
  }

  @Test
  void the_second_look_at_a_bucket_of_five_calls_costs_what_it_costs_for_one() {
    limited("{budget: daily, of: each member, limit_usd: 5}");
    AggregatorFunction aggregator = aggregator();
    sweep(aggregator);
    callsOfAnHour(aggregator, 1);
    int asked = callsOfAnHour(aggregator, 1);
    assertEquals(asked, callsOfAnHour(aggregator, 5));
  }

  /// How often the sweep asks the store when so many calls were made an hour before. Each hour as
  /// many buckets are due, and one window ends.
  private int callsOfAnHour(AggregatorFunction aggregator, int calls) {
    for (int i = 0; i < calls; i++) {
      till.settled(ADA, "gpt-5.5", "0.001");
    }
    till.pass(Duration.ofHours(1));
    table.calls();
    sweep(aggregator);
    return table.calls();
  }

  @Test
  void what_a_window_came_to_after_it_ended_is_raised_before_it_is_dropped() {
    limited("{budget: hourly, of: each member, limit_usd: 0.5}");
    now.set(NOON.plus(Duration.ofMinutes(58)));
    String hour = window(Period.HOUR);
    till.open(ADA, "gpt-5.5");
    till.pass(Duration.ofMinutes(30));
    sent(aggregator(), "{\"tollgate\":\"sweep\"}");
    assertEquals(100, outbox.passed(MEMBER, hour, Usd.parse("0.5")));
    assertFalse(till.ledger().view(MEMBER, Calendar.utc()).windows().contains(hour));
  }

  @Test
  void a_message_comes_again_until_its_thresholds_are_raised() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    AggregatorFunction aggregator = aggregator();
    String message = spent("0.4");
    table.silent(true);
    assertEquals(
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"m\"}]}", taken(aggregator, message));
    table.silent(false);
    assertEquals(NONE_FAILED, taken(aggregator, message));
    assertEquals(75, passed(Period.DAY, "0.5"));
  }

  @Test
  void who_was_frozen_before_it_read_the_account_judges_by_no_old_limit() {
    limited("{budget: daily, of: each member, limit_usd: 0.5}");
    AggregatorFunction aggregator = aggregator();
    String message = spent("0.4");
    table.beforeNextRead(() -> till.pass(Duration.ofHours(2)));
    assertTrue(taken(aggregator, message).contains("\"m\""));
    assertEquals(0, passed(Period.DAY, "0.5"));
    assertEquals(NONE_FAILED, taken(aggregator, message));
    assertEquals(75, passed(Period.DAY, "0.5"));
  }

  @Test
  void only_the_thresholds_that_a_budget_has_are_raised() {
    limited(
        "{budget: daily, of: each member, limit_usd: 0.5, thresholds: [80%, 10]}",
        "{budget: monthly, of: each member, limit_usd: 0.5, thresholds: []}");
    taken(aggregator(), spent("0.39"));
    assertEquals(10, passed(Period.DAY, "0.5"));
    assertEquals(0, passed(Period.MONTH, "0.5"));
  }

  @Test
  void of_two_budgets_alike_the_larger_threshold_is_raised_in_one_step() {
    limited(
        "{budget: daily, of: member/ada, limit_usd: 0.5, thresholds: [70]}",
        "{budget: daily, of: member/ada, limit_usd: 0.5, thresholds: [60], id: second}");
    taken(aggregator(), spent("0.4"));
    assertEquals(70, passed(Period.DAY, "0.5"));
    assertEquals(1, told().size());
  }

  @Test
  void a_budget_of_a_key_by_its_name_is_the_budget_of_the_key_with_that_name() {
    var laptop =
        new VirtualKey(
            ADA.key(),
            "ada-laptop",
            Optional.of("ada"),
            Optional.empty(),
            Choice.any(),
            Choice.any(),
            Set.of(),
            false,
            Optional.empty(),
            BudgetStatus.PAYMENT_REQUIRED,
            false,
            false,
            NOON);
    new TableKeyStore(table).create(laptop, KeyHash.of("its secret"));
    limited("{budget: daily, of: key/ada-laptop, limit_usd: 0.5}");
    taken(aggregator(), spent("0.4"));
    var key = new Scope(ScopeKind.KEY, ADA.key());
    assertEquals(75, outbox.passed(key, window(Period.DAY), Usd.parse("0.5")));
  }

  @Test
  void a_call_costs_a_read_for_each_account_with_thresholds_and_a_write_once() {
    limited(
        "{budget: daily, of: each member, limit_usd: 0.5}",
        "{budget: daily, of: workspace, limit_usd: 100}",
        "{budget: daily, of: each agent, limit_usd: 100, thresholds: []}");
    AggregatorFunction aggregator = aggregator();
    String message = spent("0.4");
    // The first look at an account is at leaks, too, whether it is limited or not.
    taken(aggregator, message);
    table.calls();
    taken(aggregator, message);
    assertEquals(2, table.calls());
    taken(aggregator, spent("0.1"));
    table.calls();
    taken(aggregator, message);
    assertEquals(2, table.calls());
  }
}
