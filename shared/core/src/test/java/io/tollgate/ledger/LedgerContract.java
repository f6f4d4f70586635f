package io.tollgate.ledger;

import static io.tollgate.ledger.Scene.ADA;
import static io.tollgate.ledger.Scene.BOT;
import static io.tollgate.ledger.Scene.CHAT;
import static io.tollgate.ledger.Scene.KEY;
import static io.tollgate.ledger.Scene.NOON;
import static io.tollgate.ledger.Scene.SALES;
import static io.tollgate.ledger.Scene.ceiling;
import static io.tollgate.ledger.Scene.charge;
import static io.tollgate.ledger.Scene.cost;
import static io.tollgate.ledger.Scene.limited;
import static io.tollgate.ledger.Scene.monthly;
import static io.tollgate.ledger.Scene.paced;
import static io.tollgate.ledger.Scene.slots;
import static io.tollgate.ledger.Scene.unknown;
import static io.tollgate.ledger.Scene.unserved;
import static io.tollgate.ledger.Scene.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Denial.OverBudget.Cause;
import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.spend.SpendRow;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import io.tollgate.table.Table;
import io.tollgate.table.Text;
import io.tollgate.table.Value;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import io.tollgate.usage.Meter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the ledger does, over whatever table: each adapter extends this and is held to the same
/// sentences.
///
/// Time is the test's own, and each test has keys of its own, so a real store may stand behind it.
public abstract class LedgerContract {
  private Scene scene;

  /// The table under test.
  protected abstract Table table();

  @BeforeEach
  void a_new_scene() {
    scene = new Scene(table(), UUID.randomUUID().toString(), NOON);
  }

  /// A scene that opens later, for a test whose sweep would have days to walk from the first one: a
  /// store behind a wire takes minutes for that.
  private void opensAt(String instant) {
    scene = new Scene(table(), UUID.randomUUID().toString(), Instant.parse(instant));
  }

  // --- money --------------------------------------------------------------------------------

  @Test
  void an_exact_fill_is_admitted_and_one_pico_dollar_more_is_refused() {
    scene.reserved("0.4", monthly(ADA, "1"));
    scene.reserved("0.6", monthly(ADA, "1"));
    Denial denial = scene.denial("0.000000000001", monthly(ADA, "1"));
    assertThat(denial)
        .isEqualTo(
            new Denial.OverBudget(
                ADA,
                ceiling(Period.MONTH, "1"),
                Cause.IN_FLIGHT,
                Usd.PICO,
                Usd.ZERO,
                usd("1"),
                Instant.parse("2026-12-01T00:00:00Z")));
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("1");
  }

  @Test
  void a_refused_call_changes_nothing() {
    scene.reserved("0.9", monthly(ADA, "1"));
    Item before = scene.account(ADA);
    scene.denial("0.2", monthly(ADA, "1"));
    assertThat(scene.account(ADA)).isEqualTo(before);
  }

  @Test
  void a_hold_counts_in_all_five_windows_limited_or_not() {
    scene.reserved("0.25", monthly(ADA, "1"));
    for (Period period : Period.values()) {
      assertThat(scene.held(ADA, period)).as(period.word()).isEqualTo("0.25");
    }
    assertThat(scene.view(ADA).calls()).isEqualTo(1);
  }

  @Test
  void every_limited_window_is_asked() {
    for (Period period : Period.values()) {
      var scope = new Scope(ScopeKind.MEMBER, "of-" + period.word());
      Hold hold = limited(scope, ceiling(period, "1"), ceiling(otherThan(period), "100"));
      scene.reserved("0.7", hold);
      var denial = (Denial.OverBudget) scene.denial("0.7", hold);
      assertThat(denial.ceiling().period()).isEqualTo(period);
    }
  }

  private static Period otherThan(Period period) {
    return period == Period.TOTAL ? Period.DAY : Period.TOTAL;
  }

  @Test
  void of_two_limits_on_one_window_the_smaller_decides() {
    Hold hold = limited(ADA, ceiling(Period.DAY, "5"), ceiling(Period.DAY, "1"));
    scene.reserved("0.7", hold);
    var denial = (Denial.OverBudget) scene.denial("0.7", hold);
    assertThat(denial.policy()).isEqualTo("daily-1");
  }

  @Test
  void a_refusal_says_whether_spent_or_held_money_is_the_cause() {
    scene.settle(cost(scene.running("0.3", monthly(ADA, "1")), "0.3"));
    scene.reserved("0.5", monthly(ADA, "1"));
    var held = (Denial.OverBudget) scene.denial("0.6", monthly(ADA, "1"));
    assertThat(held.cause()).isEqualTo(Cause.IN_FLIGHT);
    assertThat(held.spent()).isEqualTo(usd("0.3"));
    assertThat(held.held()).isEqualTo(usd("0.5"));
    assertThat(held.retryAfter()).isPositive();

    var left = (Denial.OverBudget) scene.denial("0.8", monthly(ADA, "1"));
    assertThat(left.cause()).isEqualTo(Cause.EXCEEDS_LEFT);
    assertThat(left.retryAfter()).isZero();
  }

  @Test
  void a_used_up_budget_says_that_it_is_spent() {
    scene.settle(cost(scene.running("1", monthly(ADA, "1")), "1"));
    var denial = (Denial.OverBudget) scene.denial("0.1", monthly(ADA, "1"));
    assertThat(denial.cause()).isEqualTo(Cause.SPENT);
    assertThat(denial.spent()).isEqualTo(usd("1"));
    assertThat(denial.held()).isEqualTo(Usd.ZERO);
  }

  @Test
  void a_call_dearer_than_the_whole_limit_is_refused_before_anything_is_written() {
    var denial = (Denial.OverBudget) scene.denial("1.01", monthly(ADA, "1"), monthly(BOT, "100"));
    assertThat(denial.cause()).isEqualTo(Cause.EXCEEDS_LIMIT);
    assertThat(denial.retryAfter()).isZero();
    assertThat(scene.account(ADA).isEmpty()).isTrue();
    assertThat(scene.account(BOT).isEmpty()).isTrue();
  }

  @Test
  void a_limit_of_zero_is_a_spent_budget_before_anything_is_written() {
    var denial = (Denial.OverBudget) scene.denial("0.01", monthly(BOT, "9"), monthly(ADA, "0"));
    assertThat(denial.scope()).isEqualTo(ADA);
    assertThat(denial.cause()).isEqualTo(Cause.SPENT);
    assertThat(scene.account(BOT).isEmpty()).isTrue();
  }

  @Test
  void the_last_of_six_scopes_refuses_and_the_first_five_are_as_they_were() {
    List<Hold> five =
        List.of(
            monthly(Scope.WORKSPACE, "10"),
            monthly(ADA, "10"),
            monthly(BOT, "10"),
            monthly(SALES, "10"),
            monthly(CHAT, "10"));
    scene.running(scene.demand(usd("1"), five, List.of()));
    scene.running("0.95", monthly(KEY, "1"));
    var before = five.stream().map(hold -> balances(hold.scope())).toList();

    var six = new ArrayList<>(five);
    six.add(monthly(KEY, "1"));
    var answer = scene.ask(scene.demand(usd("0.1"), six, List.of()));

    assertThat(answer).isInstanceOf(Reserved.Denied.class);
    assertThat(((Reserved.Denied) answer).denial().scope()).isEqualTo(KEY);
    assertThat(five.stream().map(hold -> balances(hold.scope())).toList()).isEqualTo(before);
  }

  /// All that an account counts: everything but who was here last.
  private Map<String, Value> balances(Scope scope) {
    var map = scene.account(scope).asMap();
    map.remove("lr");
    return map;
  }

  @Test
  void a_cut_below_what_is_used_admits_nothing_and_a_raise_admits_again_without_a_write() {
    scene.reserved("0.8", monthly(ADA, "1"));
    Item before = scene.account(ADA);
    scene.denial("0.1", monthly(ADA, "0.5"));
    assertThat(scene.account(ADA)).isEqualTo(before);
    scene.reserved("1.2", monthly(ADA, "2"));
  }

  @Test
  void money_is_counted_beyond_what_a_long_holds() {
    String large = "30000000.000000000001";
    Reservation reservation = scene.running(large, monthly(ADA, "90000000"));
    scene.settle(cost(reservation, "29999999.999999999999"));
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("29999999.999999999999");
    assertThat(scene.books(reservation)).isEqualTo("29999999.999999999999");
  }

  @Test
  void two_hundred_callers_at_once_get_exactly_ten_calls_of_ten_cents_from_a_fresh_dollar()
      throws Exception {
    assertThat(admittedOfTwoHundred()).isEqualTo(10);
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("1");
  }

  @Test
  void two_hundred_callers_at_once_get_exactly_ten_calls_from_a_dollar_that_was_used_before()
      throws Exception {
    scene.settle(cost(scene.running("0.1", monthly(ADA, "2")), "0"));
    assertThat(admittedOfTwoHundred()).isEqualTo(10);
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("1");
  }

  private long admittedOfTwoHundred() throws Exception {
    var asked = new ArrayList<Callable<Reserved>>();
    for (int i = 0; i < 200; i++) {
      Demand demand = scene.demand("0.1", monthly(ADA, "1"), monthly(Scope.WORKSPACE, "100"));
      asked.add(() -> scene.ask(demand));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long granted = 0;
      for (Future<Reserved> answer : threads.invokeAll(asked)) {
        if (answer.get() instanceof Reserved.Granted) {
          granted++;
        }
      }
      return granted;
    }
  }

  // --- soft and shadow ------------------------------------------------------------------------

  private static Hold soft(Scope scope, Mode mode, String limit) {
    return limited(scope, new Ceiling(Period.MONTH, usd(limit), mode.word(), mode, Stages.USUAL));
  }

  private Reserved.Granted granted(Demand demand) {
    if (scene.ask(demand) instanceof Reserved.Granted granted) {
      return granted;
    }
    throw new AssertionError("not granted: " + demand);
  }

  @Test
  void beyond_a_soft_or_shadow_budget_a_call_is_let_through_and_both_say_so() {
    scene.running("0.6", monthly(ADA, "1"), soft(BOT, Mode.SOFT, "1"));
    Reserved.Granted second =
        granted(
            scene.demand(
                "0.4", soft(ADA, Mode.SOFT, "1"), soft(BOT, Mode.SHADOW, "0.999999999999")));
    assertThat(second.objections())
        .singleElement()
        .isInstanceOfSatisfying(
            Denial.OverBudget.class,
            over -> {
              assertThat(over.mode()).isEqualTo(Mode.SHADOW);
              assertThat(over.cause()).isEqualTo(Denial.OverBudget.Cause.IN_FLIGHT);
              assertThat(over.held()).isEqualTo(usd("0.6"));
            });
    assertThat(scene.held(BOT, Period.MONTH)).isEqualTo("1");
  }

  @Test
  void a_hard_budget_beside_a_soft_one_still_refuses_and_a_soft_one_made_hard_finds_everything() {
    Hold both =
        limited(
            ADA,
            new Ceiling(Period.DAY, usd("0"), "day", Mode.SOFT, Stages.USUAL),
            ceiling(Period.MONTH, "1"));
    scene.running("1", both);
    assertThat(scene.denial("0.1", both).policy()).isEqualTo("monthly-1");
    scene.running("0.5", soft(ADA, Mode.SOFT, "1"));
    assertThat(scene.denial("0.1", monthly(ADA, "1.5"))).isInstanceOf(Denial.OverBudget.class);
    scene.running("0.1", monthly(ADA, "1.6"));
  }

  @Test
  void a_call_dearer_than_a_whole_soft_budget_is_let_through_with_the_reason_told() {
    assertThat(granted(scene.demand("3", soft(ADA, Mode.SOFT, "2"))).objections())
        .singleElement()
        .isInstanceOfSatisfying(
            Denial.OverBudget.class,
            over -> assertThat(over.cause()).isEqualTo(Denial.OverBudget.Cause.EXCEEDS_LIMIT));
  }

  @Test
  void a_soft_limit_of_slots_counts_all_calls_and_lets_all_through() {
    Hold one = new Hold(KEY, List.of(), List.of(new Slots(1, "one", Mode.SOFT)), List.of());
    scene.running("0.1", one);
    assertThat(granted(scene.demand("0.1", one)).objections())
        .containsExactly(new Denial.Busy(KEY, new Slots(1, "one", Mode.SOFT), 1));
    assertThat(scene.account(KEY).num("c").asLong()).isEqualTo(2);
  }

  @Test
  void a_soft_pace_without_credit_is_left_where_it_is_and_says_how_long_it_would_have_waited() {
    var pace = new Pace(Pace.Resource.REQUESTS, 'm', 60, 2, "sixty", Mode.SOFT);
    assertThat(granted(scene.demand("0.1", paced(KEY, pace))).objections()).isEmpty();
    assertThat(granted(scene.demand("0.1", paced(KEY, pace))).objections()).isEmpty();
    long clock = scene.account(KEY).num("q.m").asLong();
    Reserved.Granted third = granted(scene.demand("0.1", paced(KEY, pace)));
    assertThat(third.objections())
        .containsExactly(
            new Denial.TooFast(KEY, pace, 1, 0, Duration.ofSeconds(1), Duration.ofSeconds(2)));
    assertThat(scene.account(KEY).num("q.m").asLong()).isEqualTo(clock);
    assertThat(third.grants().getFirst().hold().paces()).isEmpty();
  }

  @Test
  void a_call_larger_than_a_soft_burst_is_let_through_and_says_that_it_never_fits() {
    var pace = new Pace(Pace.Resource.TOKENS, 'm', 10_000, 999, "tokens", Mode.SHADOW);
    assertThat(granted(scene.demand("0.1", paced(KEY, pace))).objections())
        .containsExactly(new Denial.NeverFits(KEY, pace, 1_000));
  }

  @Test
  void a_soft_pace_that_was_not_moved_is_not_moved_back_when_another_account_refuses() {
    var pace = new Pace(Pace.Resource.REQUESTS, 'm', 60, 1, "sixty", Mode.SOFT);
    scene.running("0.1", paced(KEY, pace));
    long clock = scene.account(KEY).num("q.m").asLong();
    scene.running("1", monthly(ADA, "1"));
    scene.denial("0.1", paced(KEY, pace), monthly(ADA, "1"));
    assertThat(scene.account(KEY).num("q.m").asLong()).isEqualTo(clock);
    assertThat(scene.held(KEY, Period.MONTH)).isEqualTo("0.1");
  }

  // --- throttle -------------------------------------------------------------------------------

  private static final Pace SIXTY = new Pace(Pace.Resource.REQUESTS, 'm', 60, 20, "sixty");

  private static Hold throttled(Scope scope, String limit, int from) {
    return limited(
        scope,
        new Ceiling(
            Period.MONTH, usd(limit), "tight", Mode.HARD, Stages.USUAL.throttledFrom(from)));
  }

  /// Charges a scope, and lets the ledger see it.
  private void spend(String amount, Hold... holds) {
    scene.settle(cost(scene.running(amount, holds), amount));
    assertThat(scene.ask("0.000001", holds)).isEqualTo(new Reserved.Outpaced(false));
    scene.after(Duration.ofMinutes(1));
  }

  private static Slowdown slowdown(Reserved.Granted granted, Scope scope) {
    return granted.grants().stream()
        .map(Reserved.Grant::hold)
        .filter(hold -> hold.scope().equals(scope))
        .findFirst()
        .orElseThrow()
        .slowdown();
  }

  @Test
  void half_way_from_the_throttle_to_the_limit_a_key_has_fifty_five_percent_of_its_rate() {
    spend("0.75", throttled(BOT, "1", 50));
    Hold bot = throttled(BOT, "1", 50);
    for (int i = 0; i < 10; i++) {
      Reserved.Granted granted = granted(scene.demand("0.001", bot, paced(KEY, SIXTY)));
      assertThat(slowdown(granted, KEY)).isEqualTo(new Slowdown(550, "tight", BOT));
    }
    assertThat(scene.denial("0.001", bot, paced(KEY, SIXTY)))
        .isInstanceOfSatisfying(
            Denial.TooFast.class,
            fast -> {
              assertThat(fast.pace().perUnitNow()).isEqualTo(33);
              // Eleven requests would take nine nanoseconds more than the burst.
              assertThat(fast.untilFits()).isEqualTo(Duration.ofNanos(9));
            });
  }

  @Test
  void at_nine_tenths_spent_money_that_is_only_held_slows_nobody_down() {
    Hold bot = throttled(BOT, "1", 90);
    scene.running("0.99", bot);
    assertThat(slowdown(granted(scene.demand("0.001", bot, paced(KEY, SIXTY))), KEY))
        .isEqualTo(Slowdown.NONE);
  }

  @Test
  void a_process_that_knows_nothing_yet_learns_from_its_first_answer_and_asks_again() {
    spend("0.75", throttled(BOT, "1", 50));
    Hold bot = throttled(BOT, "1", 50);
    Ledger other = scene.ledger(scene.table);
    Demand first = scene.demand("0.001", bot, paced(KEY, SIXTY));
    assertThat(other.reserve(first, scene.calendar, scene.now()))
        .isEqualTo(new Reserved.Outpaced(false));
    assertThat(scene.held(KEY, Period.MONTH)).isEqualTo("0");
    assertThat(
            other.reserve(
                scene.demand("0.001", bot, paced(KEY, SIXTY)), scene.calendar, scene.now()))
        .isInstanceOfSatisfying(
            Reserved.Granted.class,
            granted -> assertThat(slowdown(granted, KEY).permille()).isEqualTo(550));
  }

  @Test
  void a_budget_slows_its_own_account_and_the_key_down_and_no_account_of_others() {
    var workspace = paced(Scope.WORKSPACE, SIXTY);
    var both =
        new Hold(
            BOT,
            throttled(BOT, "1", 50).ceilings(),
            List.of(new Slots(10, "ten", Mode.HARD)),
            List.of());
    spend("0.75", both);
    Reserved.Granted granted = granted(scene.demand("0.001", workspace, both, paced(KEY, SIXTY)));
    assertThat(slowdown(granted, Scope.WORKSPACE)).isEqualTo(Slowdown.NONE);
    assertThat(slowdown(granted, BOT).permille()).isEqualTo(550);
    assertThat(slowdown(granted, KEY).permille()).isEqualTo(550);
    for (int i = 0; i < 4; i++) {
      scene.running("0.001", both);
    }
    assertThat(scene.denial("0.001", both))
        .isInstanceOfSatisfying(Denial.Busy.class, busy -> assertThat(busy.limit()).isEqualTo(5));
  }

  @Test
  void a_call_larger_than_the_slowed_burst_waits_for_all_of_it_and_gives_back_what_it_took() {
    var tokens = new Pace(Pace.Resource.TOKENS, 'm', 1_200, 1_200, "tokens");
    Hold bot = throttled(BOT, "1", 50);
    spend("0.75", bot);
    Reservation first = scene.running("0.001", bot, paced(KEY, tokens));
    assertThat(scene.denial("0.001", bot, paced(KEY, tokens)))
        .isInstanceOfSatisfying(
            Denial.TooFast.class,
            fast -> assertThat(fast.untilFits()).isEqualTo(Duration.ofSeconds(60)));
    long before = scene.account(KEY).num("t.m").asLong();
    scene.settle(unserved(first));
    assertThat(before - scene.account(KEY).num("t.m").asLong())
        .isEqualTo(Duration.ofSeconds(60).toNanos());
    scene.running("0.001", bot, paced(KEY, tokens));
  }

  @Test
  void a_new_window_goes_at_full_speed_again() {
    Hold bot = throttled(BOT, "1", 50);
    spend("0.75", bot);
    scene.at(Instant.parse("2026-12-01T00:00:30Z"));
    assertThat(slowdown(granted(scene.demand("0.001", bot, paced(KEY, SIXTY))), KEY))
        .isEqualTo(Slowdown.NONE);
  }

  // --- concurrency --------------------------------------------------------------------------

  @Test
  void a_slot_is_taken_while_a_call_runs_and_free_when_it_ends() {
    Reservation first = scene.running("0.1", slots(KEY, 2));
    scene.running("0.1", slots(KEY, 2));
    assertThat(scene.denial("0.1", slots(KEY, 2)))
        .isEqualTo(new Denial.Busy(KEY, new Slots(2, "slots", Mode.HARD), 2));
    scene.settle(cost(first, "0.05"));
    scene.running("0.1", slots(KEY, 2));
  }

  @Test
  void no_slots_at_all_are_refused_on_a_fresh_account_before_anything_is_written() {
    assertThat(scene.denial("0.1", slots(KEY, 0))).isInstanceOf(Denial.Busy.class);
    assertThat(scene.account(KEY).isEmpty()).isTrue();
  }

  @Test
  void a_refusal_elsewhere_frees_the_slot() {
    scene.reserved("1", monthly(ADA, "1"));
    scene.denial("0.5", slots(KEY, 1), monthly(ADA, "1"));
    scene.reserved("0.5", slots(KEY, 1));
  }

  // --- rates --------------------------------------------------------------------------------

  private static final Pace SIXTY_A_MINUTE =
      new Pace(Pace.Resource.REQUESTS, 'm', 60, 4, "sixty-a-minute");

  @Test
  void an_idle_scope_gets_its_whole_burst_at_once_and_then_waits_exactly_one_request() {
    for (int i = 0; i < 4; i++) {
      scene.reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
    }
    var denial = (Denial.TooFast) scene.denial("0.01", paced(KEY, SIXTY_A_MINUTE));
    assertThat(denial.untilFits()).isEqualTo(Duration.ofSeconds(1));
    assertThat(denial.left()).isZero();
    assertThat(denial.untilFull()).isEqualTo(Duration.ofSeconds(4));

    scene.after(denial.untilFits().minusNanos(1));
    assertThat(scene.ask("0.01", paced(KEY, SIXTY_A_MINUTE))).isInstanceOf(Reserved.Denied.class);
    scene.after(Duration.ofNanos(1)).reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
  }

  @Test
  void a_long_pause_gives_the_burst_again_and_not_more() {
    scene.reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
    scene.after(Duration.ofHours(3));
    for (int i = 0; i < 4; i++) {
      scene.reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
    }
    assertThat(scene.denial("0.01", paced(KEY, SIXTY_A_MINUTE))).isInstanceOf(Denial.TooFast.class);
  }

  @Test
  void a_short_pause_gives_at_most_a_quarter_more_than_the_burst() {
    scene.reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
    // The clock lags behind now by the burst and its slack, to the nanosecond: the NORMAL form.
    scene.after(Duration.ofSeconds(2));
    for (int i = 0; i < 5; i++) {
      scene.reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
    }
    assertThat(scene.denial("0.01", paced(KEY, SIXTY_A_MINUTE))).isInstanceOf(Denial.TooFast.class);
  }

  @Test
  void a_clock_from_the_future_is_healed() {
    scene.after(Duration.ofHours(1)).reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
    scene.at(NOON);
    for (int i = 0; i < 4; i++) {
      scene.reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
    }
  }

  @Test
  void a_call_refused_elsewhere_gives_its_rate_back() {
    scene.reserved("1", monthly(ADA, "1"));
    for (int i = 0; i < 12; i++) {
      assertThat(scene.denial("0.5", paced(KEY, SIXTY_A_MINUTE), monthly(ADA, "1")))
          .isInstanceOf(Denial.OverBudget.class);
    }
    scene.reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
  }

  @Test
  void a_call_larger_than_the_whole_burst_never_fits_and_nothing_is_written() {
    var pace = new Pace(Pace.Resource.TOKENS, 'm', 10_000, 999, "tokens");
    assertThat(scene.denial("0.1", paced(KEY, pace)))
        .isEqualTo(new Denial.NeverFits(KEY, pace, 1_000));
    assertThat(scene.account(KEY).isEmpty()).isTrue();
  }

  @Test
  void tokens_that_were_not_used_come_back_at_settlement() {
    // Each call may use 1,000 tokens and uses 500.
    var pace = new Pace(Pace.Resource.TOKENS, 'm', 1_000, 2_000, "tokens");
    Reservation first = scene.running("0.1", paced(KEY, pace));
    scene.running("0.1", paced(KEY, pace));
    var denial = (Denial.TooFast) scene.denial("0.1", paced(KEY, pace));
    assertThat(denial.untilFits()).isEqualTo(Duration.ofMinutes(1));

    scene.settle(cost(first, "0.05"));
    denial = (Denial.TooFast) scene.denial("0.1", paced(KEY, pace));
    assertThat(denial.untilFits()).isEqualTo(Duration.ofSeconds(30));
    assertThat(denial.left()).isEqualTo(500);
  }

  @Test
  void a_call_of_unknown_cost_gives_no_tokens_back_and_an_unserved_one_gives_all() {
    var pace = new Pace(Pace.Resource.TOKENS, 'm', 1_000, 2_000, "tokens");
    Reservation lost = scene.running("0.1", paced(KEY, pace));
    Reservation unserved = scene.running("0.1", paced(KEY, pace));
    scene.settle(unknown(lost));
    assertThat(((Denial.TooFast) scene.denial("0.1", paced(KEY, pace))).untilFits())
        .isEqualTo(Duration.ofMinutes(1));
    scene.settle(unserved(unserved));
    scene.reserved("0.1", paced(KEY, pace));
  }

  @Test
  void two_paces_of_one_account_are_judged_in_one_write() {
    var seconds = new Pace(Pace.Resource.REQUESTS, 's', 1, 1, "one-a-second");
    Hold hold = paced(KEY, SIXTY_A_MINUTE, seconds);
    scene.reserved("0.01", hold);
    var denial = (Denial.TooFast) scene.denial("0.01", hold);
    assertThat(denial.policy()).isEqualTo("one-a-second");
    // What the stricter one refused, the other did not count.
    scene.after(Duration.ofSeconds(1)).reserved("0.01", hold);
    assertThat(scene.account(KEY).num("q.m").asLong())
        .isEqualTo(Taking.nanos(NOON.minusSeconds(4).plusSeconds(2)));
  }

  @Test
  void the_refusal_that_cannot_be_retried_is_told_first_then_the_longest_wait() {
    scene.settle(cost(scene.running("1", monthly(ADA, "1")), "1"));
    for (int i = 0; i < 4; i++) {
      scene.reserved("0.01", paced(KEY, SIXTY_A_MINUTE));
    }
    assertThat(scene.denial("0.5", paced(KEY, SIXTY_A_MINUTE), monthly(ADA, "1")))
        .isInstanceOf(Denial.OverBudget.class);
  }

  // --- policies -----------------------------------------------------------------------------

  @Test
  void after_a_call_under_newer_policies_none_under_older_ones_is_admitted() {
    scene.reserved(withPolicies(scene.demand("0.1", monthly(ADA, "1")), 5));
    assertThat(scene.ask(withPolicies(scene.demand("0.1", monthly(ADA, "1")), 4)))
        .isEqualTo(new Reserved.Outdated(false));
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0.1");
  }

  @Test
  void an_outdated_call_gives_back_what_it_had_elsewhere() {
    scene.reserved(withPolicies(scene.demand("0.1", monthly(ADA, "1")), 5));
    scene.ask(withPolicies(scene.demand("0.1", monthly(BOT, "1"), monthly(ADA, "1")), 4));
    assertThat(scene.held(BOT, Period.MONTH)).isEqualTo("0");
  }

  private static Demand withPolicies(Demand demand, long version) {
    return new Demand(
        demand.rid(),
        demand.arrived(),
        demand.subject(),
        demand.amount(),
        demand.inputTokens(),
        demand.outputTokens(),
        demand.holds(),
        demand.booked(),
        version,
        demand.until());
  }

  @Test
  void a_call_without_any_limit_is_reserved_without_a_write_and_books_its_accounts() {
    Reservation reservation =
        scene.running(scene.demand(usd("0.5"), List.of(), List.of(ADA, Scope.WORKSPACE)));
    assertThat(scene.account(ADA).isEmpty()).isTrue();
    scene.settle(cost(reservation, "0.2"));
    assertThat(scene.spent(ADA, Period.DAY)).isEqualTo("0.2");
    assertThat(scene.spent(Scope.WORKSPACE, Period.TOTAL)).isEqualTo("0.2");
  }

  @Test
  void a_limit_that_appears_finds_what_was_spent_before_it() {
    scene.settle(cost(scene.running(scene.demand(usd("0.9"), List.of(), List.of(ADA))), "0.8"));
    assertThat(((Denial.OverBudget) scene.denial("0.3", monthly(ADA, "1"))).spent())
        .isEqualTo(usd("0.8"));
  }

  // --- the journal and its fence --------------------------------------------------------------

  @Test
  void a_journaled_call_may_go_and_its_record_says_everything() {
    Reservation reservation = scene.reserved("0.5", monthly(ADA, "1"));
    assertThat(scene.ledger.journal(reservation)).isEqualTo(new Journaled.Open(NOON));
    assertThat(scene.journal(reservation.rid()).state()).isEqualTo("OPEN");
    assertThat(scene.journal(reservation.rid()).reservation()).contains(reservation);
  }

  @Test
  void a_second_put_of_the_same_record_is_no_harm() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    assertThat(scene.ledger.journal(reservation)).isInstanceOf(Journaled.Open.class);
  }

  @Test
  void a_record_that_lands_up_to_ten_seconds_after_its_bucket_may_go_and_later_it_may_not() {
    Reservation first = scene.reserved("0.1", monthly(ADA, "1"));
    Reservation second = scene.reserved("0.1", monthly(ADA, "1"));
    Instant edge = scene.bucket().end().plusSeconds(10);
    scene.at(edge);
    assertThat(scene.ledger.journal(first)).isInstanceOf(Journaled.Open.class);
    scene.at(edge.plusMillis(1));
    assertThat(scene.ledger.journal(second)).isInstanceOf(Journaled.Uncovered.class);
  }

  @Test
  void a_record_that_lands_half_a_minute_before_its_bucket_may_not_go() {
    Demand ahead = scene.after(Duration.ofMinutes(2)).demand("0.1", monthly(ADA, "1"));
    scene.at(ahead.rid().bucket().start().minusSeconds(31));
    assertThat(scene.ledger.journal(scene.reserved(ahead))).isInstanceOf(Journaled.Uncovered.class);
  }

  @Test
  void a_call_settled_at_zero_before_its_record_landed_refuses_the_late_record() {
    Reservation reservation = scene.reserved("0.5", monthly(ADA, "1"));
    assertThat(scene.settle(unserved(reservation))).isEqualTo(Settled.BOOKED);
    assertThat(scene.ledger.journal(reservation)).isInstanceOf(Journaled.Uncovered.class);
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.NONE);
    assertThat(scene.journal(reservation.rid()).reservation()).contains(reservation);
    assertThat(balance(ADA)).isEqualTo("0 + 0");
  }

  // --- settlement ---------------------------------------------------------------------------

  @Test
  void settling_replaces_the_bound_by_the_cost_everywhere_at_once() {
    Reservation reservation =
        scene.running(
            scene.demand(usd("0.5"), List.of(monthly(ADA, "1")), List.of(Scope.WORKSPACE)));
    assertThat(scene.settle(cost(reservation, "0.2"))).isEqualTo(Settled.BOOKED);
    assertThat(balance(ADA)).isEqualTo("0.2 + 0");
    assertThat(balance(Scope.WORKSPACE)).isEqualTo("0.2 + 0");
    assertThat(scene.view(ADA).calls()).isZero();
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.USAGE);
    assertThat(scene.journal(reservation.rid()).net()).isEqualTo(usd("0.2"));
    assertThat(scene.books(reservation)).isEqualTo("0.2");
    assertThat(scene.rows(reservation).getFirst().calls()).isEqualTo(1);
    assertThat(scene.rows(reservation).getFirst().charge().lines())
        .isEqualTo(charge("0.2").lines());
  }

  /// Charged and held.
  private String balance(Scope scope) {
    return scene.spent(scope, Period.MONTH) + " + " + scene.held(scope, Period.MONTH);
  }

  @Test
  void the_single_try_of_a_gateway_settles_too() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    assertThat(scene.ledger.trySettle(cost(reservation, "0.2"), NOON)).isEqualTo(Settled.BOOKED);
    assertThat(scene.ledger.trySettle(cost(reservation, "0.2"), NOON)).isEqualTo(Settled.PENDING);
    assertThat(balance(ADA)).isEqualTo("0.2 + 0");
  }

  @Test
  void a_call_whose_cost_nobody_knows_is_charged_at_its_bound() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(unknown(reservation));
    assertThat(balance(ADA)).isEqualTo("0.5 + 0");
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.BOUND);
    assertThat(scene.rows(reservation).getFirst().charge()).isEqualTo(Charge.atBound(usd("0.5")));
  }

  @Test
  void an_unserved_call_costs_nothing_and_stands_in_no_book() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    assertThat(scene.settle(unserved(reservation))).isEqualTo(Settled.BOOKED);
    assertThat(balance(ADA)).isEqualTo("0 + 0");
    assertThat(scene.rows(reservation)).isEmpty();
  }

  @Test
  void an_explicit_cost_of_zero_is_a_cost_and_is_counted_as_a_call() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(cost(reservation, "0"));
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.USAGE);
    assertThat(scene.rows(reservation).getFirst().calls()).isEqualTo(1);
  }

  @Test
  void a_cost_above_the_bound_is_charged_in_full_and_raises_an_alarm() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(cost(reservation, "0.7"));
    assertThat(balance(ADA)).isEqualTo("0.7 + 0");
    assertThat(scene.alarms)
        .containsExactly(
            new Alarms.Alarm.BoundViolation(
                reservation.rid(), "openai", "gpt-5-mini", usd("0.5"), usd("0.7")));
  }

  @Test
  void a_cost_above_the_bound_is_told_of_even_if_the_answer_of_its_settlement_was_lost() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    var unanswered =
        new DelegatingTable(scene.table) {
          @Override
          public Verdict transact(List<Write> writes) {
            table.transact(writes);
            return new Verdict.Unknown("the answer was lost");
          }
        };
    Ledger gateway = scene.ledger(unanswered);
    assertThat(gateway.trySettle(cost(reservation, "0.7"), scene.now())).isEqualTo(Settled.PENDING);
    assertThat(scene.alarms).isEmpty();
    assertThat(scene.settle(cost(reservation, "0.7"))).isEqualTo(Settled.ALREADY);
    assertThat(scene.alarms).hasExactlyElementsOfTypes(Alarms.Alarm.BoundViolation.class);
  }

  @Test
  void a_late_settlement_lands_in_the_window_that_admitted_the_call() {
    scene.at(Instant.parse("2026-11-30T23:59:30Z"));
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.after(Duration.ofMinutes(1));
    scene.settle(cost(reservation, "0.5"));
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0");
    scene.running("1", monthly(ADA, "1"));
    scene.at(Instant.parse("2026-11-30T23:59:30Z"));
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.5");
  }

  // --- what meets a settled call: the state machine ---------------------------------------------

  @Test
  void a_duplicate_changes_nothing_whatever_it_says() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(cost(reservation, "0.2"));
    for (Incoming second :
        List.of(cost(reservation, "0.3"), unknown(reservation), unserved(reservation))) {
      assertThat(scene.settle(second)).isEqualTo(Settled.ALREADY);
    }
    assertThat(balance(ADA)).isEqualTo("0.2 + 0");
    assertThat(scene.books(reservation)).isEqualTo("0.2");
  }

  @Test
  void a_late_truth_corrects_a_bound_exactly_once() {
    Reservation reservation =
        scene.running(
            scene.demand(usd("0.5"), List.of(monthly(ADA, "1")), List.of(Scope.WORKSPACE)));
    scene.settle(unknown(reservation));
    assertThat(scene.settle(cost(reservation, "0.2"))).isEqualTo(Settled.BOOKED);
    assertThat(scene.settle(cost(reservation, "0.2"))).isEqualTo(Settled.ALREADY);
    assertThat(balance(ADA)).isEqualTo("0.2 + 0");
    assertThat(balance(Scope.WORKSPACE)).isEqualTo("0.2 + 0");
    assertThat(scene.books(reservation)).isEqualTo("0.2");
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.USAGE);
    assertThat(scene.rows(reservation).getFirst().calls()).isEqualTo(1);
    assertThat(scene.rows(reservation).getFirst().charge().lines())
        .doesNotContainKey(Meter.UNMETERED);
  }

  @Test
  void an_unknown_cost_after_a_bound_changes_nothing() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(unknown(reservation));
    assertThat(scene.settle(unknown(reservation))).isEqualTo(Settled.ALREADY);
    assertThat(balance(ADA)).isEqualTo("0.5 + 0");
  }

  @Test
  void a_call_charged_at_its_bound_that_was_never_served_gets_it_back_once() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(unknown(reservation));
    assertThat(scene.settle(unserved(reservation))).isEqualTo(Settled.BOOKED);
    assertThat(scene.settle(unserved(reservation))).isEqualTo(Settled.ALREADY);
    assertThat(balance(ADA)).isEqualTo("0 + 0");
    assertThat(scene.books(reservation)).isEqualTo("0");
    assertThat(scene.rows(reservation).getFirst().calls()).isZero();
  }

  @Test
  void a_cost_of_a_call_that_was_settled_as_unserved_is_charged_and_raises_an_alarm() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(unserved(reservation));
    assertThat(scene.settle(cost(reservation, "0.2"))).isEqualTo(Settled.BOOKED);
    assertThat(balance(ADA)).isEqualTo("0.2 + 0");
    assertThat(scene.books(reservation)).isEqualTo("0.2");
    assertThat(scene.alarms)
        .containsExactly(new Alarms.Alarm.FenceViolation(reservation.rid(), usd("0.2")));
  }

  @Test
  void an_unknown_cost_of_a_call_that_was_settled_as_unserved_is_its_bound() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(unserved(reservation));
    scene.settle(unknown(reservation));
    assertThat(balance(ADA)).isEqualTo("0.5 + 0");
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.BOUND);
    scene.settle(cost(reservation, "0.1"));
    assertThat(balance(ADA)).isEqualTo("0.1 + 0");
  }

  @Test
  void a_cost_without_a_record_is_booked_without_releasing_and_raises_an_alarm() {
    Reservation reservation = scene.reserved("0.5", monthly(ADA, "1"));
    assertThat(scene.settle(cost(reservation, "0.2"))).isEqualTo(Settled.BOOKED);
    assertThat(scene.settle(cost(reservation, "0.2"))).isEqualTo(Settled.ALREADY);
    assertThat(balance(ADA)).isEqualTo("0.2 + 0.5");
    assertThat(scene.books(reservation)).isEqualTo("0.2");
    assertThat(scene.alarms).containsExactly(new Alarms.Alarm.UnjournaledCall(reservation.rid()));
  }

  @Test
  void the_tier_that_was_served_decides_the_row_and_a_late_one_moves_the_charge() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(unknown(reservation));
    var flex = new Charge(Map.of(Meter.OUTPUT, new Charge.Line(500, usd("0.1"))), "flex");
    scene.settle(new Incoming(reservation, new Truth.Metered(flex), ""));
    assertThat(scene.books(reservation)).isEqualTo("0.1");
    assertThat(scene.rows(reservation).stream().filter(row -> row.calls() > 0))
        .singleElement()
        .satisfies(row -> assertThat(row.names()).containsEntry("tier", "flex"));
  }

  // --- batches ------------------------------------------------------------------------------

  @Test
  void a_batch_settles_calls_that_share_accounts_in_sums() {
    var batch = new ArrayList<Incoming>();
    for (int i = 0; i < 12; i++) {
      batch.add(cost(scene.running("0.05", monthly(ADA, "1"), slots(KEY, 20)), "0.03"));
    }
    assertThat(scene.ledger.settle(batch, NOON)).containsOnly(Settled.BOOKED).hasSize(12);
    assertThat(balance(ADA)).isEqualTo("0.36 + 0");
    assertThat(scene.books(batch.getFirst().reservation())).isEqualTo("0.36");
  }

  @Test
  void a_batch_larger_than_a_transaction_is_settled_in_several() {
    var batch = new ArrayList<Incoming>();
    for (int i = 0; i < 120; i++) {
      batch.add(cost(scene.running("0.005", monthly(ADA, "1")), "0.001"));
    }
    assertThat(scene.ledger.settle(batch, NOON)).containsOnly(Settled.BOOKED).hasSize(120);
    assertThat(balance(ADA)).isEqualTo("0.12 + 0");
  }

  @Test
  void a_batch_that_says_the_same_twice_books_it_once() {
    Incoming incoming = cost(scene.running("0.5", monthly(ADA, "1")), "0.2");
    assertThat(scene.ledger.settle(List.of(incoming, incoming), NOON))
        .containsExactly(Settled.BOOKED, Settled.ALREADY);
    assertThat(balance(ADA)).isEqualTo("0.2 + 0");
  }

  @Test
  void a_settled_or_broken_neighbour_keeps_nobody_from_being_settled() {
    Incoming settled = cost(scene.running("0.1", monthly(ADA, "1")), "0.1");
    scene.settle(settled);
    Incoming good = cost(scene.running("0.1", monthly(ADA, "1")), "0.05");
    Incoming unjournaled = cost(scene.reserved("0.1", monthly(ADA, "1")), "0.02");
    Incoming bound = unknown(scene.running("0.1", monthly(BOT, "1")));
    scene.settle(bound);
    Incoming late = cost(bound.reservation(), "0.01");

    assertThat(scene.ledger.settle(List.of(settled, good, unjournaled, late), NOON))
        .containsExactly(Settled.ALREADY, Settled.BOOKED, Settled.BOOKED, Settled.BOOKED);
    assertThat(balance(ADA)).isEqualTo("0.17 + 0.1");
    assertThat(balance(BOT)).isEqualTo("0.01 + 0");
    assertThat(scene.books(good.reservation())).isEqualTo("0.18");
  }

  @Test
  void a_call_whose_hold_is_gone_is_charged_without_taking_its_neighbours_hold() {
    // A record of a failed fence: reserved and folded long before it landed.
    Reservation late = scene.reserved("0.5", monthly(ADA, "1"));
    scene.after(Duration.ofMinutes(4)).sweep();
    scene.touch(ADA);
    assertThat(scene.ledger.journal(late)).isInstanceOf(Journaled.Uncovered.class);
    Reservation neighbour = scene.running("0.3", monthly(ADA, "1"));

    assertThat(scene.ledger.settle(List.of(unknown(late), cost(neighbour, "0.1")), scene.now()))
        .containsOnly(Settled.BOOKED);
    assertThat(balance(ADA)).isEqualTo("0.6 + 0");
    assertThat(scene.view(ADA).calls()).isZero();
  }

  @Test
  void facts_stand_in_the_record_and_a_settlement_without_facts_leaves_them() {
    Reservation reservation = scene.running("0.5", monthly(ADA, "1"));
    scene.settle(new Incoming(reservation, new Truth.CostUnknown(), "{\"ms\":7}"));
    scene.settle(cost(reservation, "0.1"));
    assertThat(scene.journal(reservation.rid()).facts()).isEqualTo("{\"ms\":7}");
  }

  // --- sweep, fold, drop ----------------------------------------------------------------------

  @Test
  void the_first_start_begins_with_a_bucket_that_is_a_close_delay_old() {
    assertThat(scene.closing.closed().end()).isBeforeOrEqualTo(NOON.minusSeconds(120));
    assertThat(scene.closing.closed().next().end()).isAfter(NOON.minusSeconds(120));
    assertThat(scene.closing.minutes()).isEqualTo(1);
  }

  @Test
  void a_later_start_goes_on_where_the_mark_stands_and_keeps_the_buckets_length() {
    scene.after(Duration.ofHours(1));
    Closing second = Closing.start(scene.table, Duration.ofMinutes(15), Duration.ofMinutes(2));
    assertThat(second.closed()).isEqualTo(scene.closing.closed());
    assertThat(second.minutes()).isEqualTo(1);
  }

  @Test
  void calls_of_five_minutes_and_more_get_buckets_of_five_minutes() {
    var longCalls = new StagedTable(table(), UUID.randomUUID().toString(), () -> NOON);
    Closing closing = Closing.start(longCalls, Duration.ofMinutes(15), Duration.ofMinutes(2));
    assertThat(closing.minutes()).isEqualTo(5);
    assertThat(closing.closed().end()).isEqualTo(Instant.parse("2026-11-24T11:40:00Z"));
  }

  @Test
  void a_close_delay_shorter_than_six_fences_is_refused_at_the_start() {
    assertThatThrownBy(
            () -> Closing.start(scene.table, Duration.ofSeconds(30), Duration.ofSeconds(29)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT1M");
  }

  @Test
  void a_bucket_is_closed_a_close_delay_after_its_end_and_not_before() {
    Bucket bucket = scene.bucket();
    scene.at(bucket.end().plusSeconds(119)).sweep();
    assertThat(scene.closing.closed()).isLessThan(bucket);
    assertThat(scene.at(bucket.end().plusSeconds(120)).sweep().closed()).isEqualTo(bucket);
  }

  @Test
  void what_a_crash_left_open_is_charged_at_its_bound_and_a_late_truth_corrects_it() {
    Reservation crashed =
        scene.running(
            scene.demand(usd("0.5"), List.of(monthly(ADA, "1")), List.of(Scope.WORKSPACE)));
    scene.after(Duration.ofMinutes(4));
    assertThat(scene.sweep().charged()).containsExactly(crashed);
    assertThat(balance(ADA)).isEqualTo("0.5 + 0");
    assertThat(balance(Scope.WORKSPACE)).isEqualTo("0.5 + 0");
    assertThat(scene.sweep().charged()).isEmpty();

    scene.settle(cost(crashed, "0.1"));
    assertThat(balance(ADA)).isEqualTo("0.1 + 0");
    assertThat(balance(Scope.WORKSPACE)).isEqualTo("0.1 + 0");
  }

  @Test
  void a_sweep_charges_all_of_many_open_calls_in_every_shard() {
    for (int i = 0; i < 40; i++) {
      scene.running("0.02", monthly(ADA, "1"));
    }
    scene.after(Duration.ofMinutes(4));
    assertThat(scene.sweep().charged()).hasSize(40);
    assertThat(balance(ADA)).isEqualTo("0.8 + 0");
  }

  @Test
  void what_a_crash_before_the_record_left_held_is_nobodys_money_once_its_bucket_is_closed() {
    scene.reserved("0.7", monthly(ADA, "1"));
    scene.denial("0.7", monthly(ADA, "1"));
    scene.after(Duration.ofMinutes(4)).sweep();
    assertThat(balance(ADA)).isEqualTo("0 + 0");
    assertThat(scene.view(ADA).calls()).isZero();
    assertThat(scene.view(ADA).closedBuckets()).hasSize(1);
  }

  @Test
  void an_account_full_of_leaks_is_folded_before_it_refuses() {
    Hold hold =
        new Hold(
            ADA,
            List.of(ceiling(Period.TOTAL, "1")),
            List.of(new Slots(1, "slots", Mode.HARD)),
            List.of());
    scene.reserved("1", hold);
    scene.after(Duration.ofMinutes(4)).sweep();
    scene.running("1", hold);
    assertThat(scene.view(ADA).buckets()).containsExactly(scene.bucket());
  }

  @Test
  void a_process_that_did_not_sweep_asks_how_far_the_buckets_are_closed_before_it_refuses() {
    scene.reserved("1", monthly(ADA, "1"));
    scene.after(Duration.ofMinutes(4));
    var elsewhere = Closing.start(scene.table, Duration.ofSeconds(60), Duration.ofSeconds(60));
    new Ledger(
            scene.table,
            elsewhere,
            Fan.INLINE,
            time -> {},
            new java.util.Random(1),
            scene.alarms::add)
        .sweep(scene::now)
        .run();
    assertThat(scene.closing.closed()).isLessThan(elsewhere.closed());
    scene.reserved("1", monthly(ADA, "1"));
  }

  @Test
  void a_touch_folds_closed_buckets_and_drops_windows_that_have_ended() {
    opensAt("2026-11-30T23:58:30Z");
    scene.sweep();
    scene.settle(cost(scene.running("0.5", monthly(ADA, "1")), "0.2"));
    scene.reserved("0.3", monthly(ADA, "1"));
    scene.at(Instant.parse("2026-12-01T00:04:00Z")).sweep();
    scene.touch(ADA);
    assertThat(scene.account(ADA).namesStartingWith("r.")).isEmpty();
    assertThat(scene.account(ADA).namesStartingWith("c.")).isEmpty();
    // The week goes on; the total always does.
    assertThat(scene.account(ADA).namesStartingWith("u."))
        .containsExactlyInAnyOrder(
            "u.T", "u." + scene.calendar.windows(scene.bucket()).of(Period.WEEK));
    assertThat(scene.account(ADA).num("u.T")).isEqualTo(Num.of(200_000_000_000L));
  }

  @Test
  void a_window_whose_last_bucket_is_not_closed_is_not_dropped() {
    opensAt("2026-11-30T23:59:30Z");
    Reservation running = scene.running("0.5", monthly(ADA, "1"));
    scene.at(Instant.parse("2026-12-01T00:01:59Z")).sweep();
    scene.touch(ADA);
    assertThat(scene.account(ADA).has("u." + running.windows().of(Period.MONTH))).isTrue();
  }

  @Test
  void a_late_truth_after_its_windows_were_dropped_still_moves_the_books() {
    opensAt("2026-11-30T23:58:30Z");
    Reservation crashed = scene.running("0.5", monthly(ADA, "1"));
    scene.at(Instant.parse("2026-12-01T00:04:00Z")).sweep();
    scene.touch(ADA);
    assertThat(scene.settle(cost(crashed, "0.2"))).isEqualTo(Settled.BOOKED);
    assertThat(scene.books(crashed)).isEqualTo("0.2");
    assertThat(scene.account(ADA).num("u.T")).isEqualTo(Num.of(200_000_000_000L));
    scene.touch(ADA);
    assertThat(scene.account(ADA).has("u." + crashed.windows().of(Period.MONTH))).isFalse();
  }

  /// When the second look at the bucket of now is due.
  private Instant secondLook() {
    return scene.bucket().end().plusSeconds(120).plus(Duration.ofMinutes(15)).plusSeconds(30);
  }

  @Test
  void what_landed_after_its_bucket_was_closed_is_charged_at_the_second_look() {
    scene.lookAgain();
    Reservation late = scene.reserved("0.5", monthly(ADA, "1"));
    Instant due = secondLook();
    scene.after(Duration.ofMinutes(4)).sweep();
    scene.ledger.journal(late);
    assertThat(scene.sweep().charged()).isEmpty();
    scene.at(due).sweep();
    assertThat(chargedByLooks()).containsExactly(late);
    assertThat(balance(ADA)).isEqualTo("0.5 + 0");
  }

  private List<Reservation> chargedByLooks() {
    var charged = new ArrayList<Reservation>();
    for (var seen = scene.lookAgain(); seen.isPresent(); seen = scene.lookAgain()) {
      charged.addAll(seen.get().charged());
    }
    return charged;
  }

  @Test
  void the_second_look_names_each_account_of_a_bucket_that_was_charged_once() {
    scene.lookAgain();
    Bucket bucket = scene.bucket();
    Instant due = secondLook();
    scene.settle(cost(scene.running("0.5", monthly(ADA, "2")), "0.1"));
    scene.settle(cost(scene.running("0.5", monthly(ADA, "2"), monthly(BOT, "2")), "0.1"));
    scene.settle(new Incoming(scene.running("0.5", monthly(SALES, "1")), new Truth.Unserved(), ""));
    scene.at(due).sweep();
    var accounts = new ArrayList<Scope>();
    for (var seen = scene.lookAgain(); seen.isPresent(); seen = scene.lookAgain()) {
      if (seen.get().bucket().equals(bucket)) {
        accounts.addAll(seen.get().accounts());
      }
    }
    assertThat(accounts).contains(ADA, BOT).doesNotHaveDuplicates();
    assertThat(accounts).doesNotContain(SALES);
  }

  @Test
  void a_second_look_that_stood_still_leaves_out_no_bucket() {
    scene.lookAgain();
    Bucket first = scene.bucket();
    scene.after(Duration.ofMinutes(24)).sweep();
    var looked = new ArrayList<Bucket>();
    for (var seen = scene.lookAgain(); seen.isPresent(); seen = scene.lookAgain()) {
      looked.add(seen.get().bucket());
    }
    assertThat(looked).contains(first, first.next(), first.next().next()).doesNotHaveDuplicates();
    assertThat(looked.getLast().end()).isBeforeOrEqualTo(scene.now().minus(Duration.ofMinutes(17)));
  }

  @Test
  void a_bucket_that_was_looked_at_but_not_passed_is_looked_at_again() {
    scene.lookAgain();
    scene.after(Duration.ofMinutes(24)).sweep();
    SecondLook look = scene.ledger.secondLook();
    SecondLook.Seen seen = look.next(scene.now()).orElseThrow();
    assertThat(look.next(scene.now())).contains(seen);
    assertThat(look.passes(seen)).isTrue();
    assertThat(look.passes(seen)).isTrue();
    assertThat(look.next(scene.now()).orElseThrow().bucket()).isEqualTo(seen.bucket().next());
  }

  @Test
  void a_bucket_that_is_not_closed_is_not_looked_at() {
    scene.lookAgain();
    scene.after(Duration.ofMinutes(24));
    for (var seen = scene.lookAgain(); seen.isPresent(); seen = scene.lookAgain()) {
      assertThat(seen.get().bucket()).isLessThanOrEqualTo(scene.closing.closed());
    }
  }

  @Test
  void an_unreadable_record_keeps_its_bucket_open_and_raises_an_alarm() {
    Rid rid = scene.rid();
    Item broken = Item.builder().set("st", "OPEN").set("amt", 5).set("d", "{").build();
    scene.table.write(new Write.Put(rid.key(), broken, io.tollgate.table.Condition.ALWAYS));
    scene.after(Duration.ofMinutes(10)).sweep();
    assertThat(scene.closing.closed()).isLessThan(rid.bucket());
    assertThat(scene.alarms).hasAtLeastOneElementOfType(Alarms.Alarm.UnreadableJournal.class);
  }

  // --- loops --------------------------------------------------------------------------------

  private static final Scope RUN = new Scope(ScopeKind.SESSION, "run-7");
  private static final LoopLimit FIVE_A_MINUTE =
      new LoopLimit(5, Duration.ofSeconds(60), "loop_breaker:each session", Mode.HARD);
  private static final Hold LOOPS = looping(RUN, FIVE_A_MINUTE);
  private static final Fingerprint SAME = call("same");
  private static final Fingerprint SEARCH =
      new Fingerprint(Fingerprint.Of.TOOL_CALL, "tool", "search");

  private static Hold looping(Scope scope, LoopLimit limit) {
    return new Hold(scope, List.of(), List.of(), List.of(), List.of(limit));
  }

  private static Fingerprint call(String hash) {
    return new Fingerprint(Fingerprint.Of.CALL, hash, "");
  }

  private Denial repeatedTooOften(Hold hold, Fingerprint... fingerprints) {
    if (scene.ask(scene.repeating(hold, fingerprints)) instanceof Reserved.Denied(Denial denial)) {
      return denial;
    }
    throw new AssertionError("not denied: " + List.of(fingerprints));
  }

  private void repeat(int times, Fingerprint... fingerprints) {
    for (int i = 0; i < times; i++) {
      scene.reserved(scene.repeating(LOOPS, fingerprints));
    }
  }

  @Test
  void five_of_the_same_pass_and_the_sixth_waits_exactly_a_fifth_of_the_time() {
    repeat(5, SAME);
    assertThat(repeatedTooOften(LOOPS, SAME))
        .isEqualTo(new Denial.Looping(RUN, FIVE_A_MINUTE, SAME, Duration.ofSeconds(12)));

    scene.after(Duration.ofSeconds(12).minusNanos(1));
    assertThat(repeatedTooOften(LOOPS, SAME).retryAfter()).isEqualTo(Duration.ofNanos(1));
    scene.after(Duration.ofNanos(1));
    repeat(1, SAME);
    repeatedTooOften(LOOPS, SAME);
  }

  @Test
  void a_refused_repeat_holds_nothing_anywhere() {
    repeat(5, SAME);
    Hold money = monthly(ADA, "1");
    Demand one = scene.repeating(LOOPS, SAME);
    Demand both =
        new Demand(
            one.rid(),
            one.arrived(),
            one.subject(),
            one.amount(),
            one.inputTokens(),
            one.outputTokens(),
            List.of(money, LOOPS),
            List.of(),
            one.policies(),
            one.until(),
            one.fingerprints());
    assertThat(scene.ask(both)).isInstanceOf(Reserved.Denied.class);
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0");
    assertThat(scene.view(RUN).calls()).isEqualTo(5);
  }

  @Test
  void after_any_pause_never_more_than_the_burst_is_let_through() {
    for (int pause : List.of(13, 59, 61, 72, 90, 3600)) {
      scene.after(Duration.ofHours(2));
      repeat(1, SAME);
      scene.after(Duration.ofSeconds(pause));
      repeat(5, SAME);
      repeatedTooOften(LOOPS, SAME);
    }
  }

  @Test
  void another_call_passes_while_a_loop_is_stopped() {
    repeat(5, SAME);
    repeat(1, call("other"));
    repeatedTooOften(LOOPS, SAME);
  }

  @Test
  void another_sessions_calls_are_counted_apart() {
    repeat(5, SAME);
    Hold other = looping(new Scope(ScopeKind.SESSION, "run-8"), FIVE_A_MINUTE);
    scene.reserved(scene.repeating(other, SAME));
  }

  @Test
  void a_tool_call_that_is_repeated_in_a_growing_transcript_is_stopped() {
    for (int i = 0; i < 5; i++) {
      repeat(1, call("longer-and-longer-" + i), SEARCH);
      scene.after(Duration.ofSeconds(1));
    }
    assertThat(repeatedTooOften(LOOPS, call("once more"), SEARCH))
        .isEqualTo(new Denial.Looping(RUN, FIVE_A_MINUTE, SEARCH, Duration.ofSeconds(7)));
    repeat(1, call("without it"));
  }

  @Test
  void a_circle_of_five_tool_calls_is_stopped() {
    for (int i = 0; i < 25; i++) {
      scene.after(Duration.ofMillis(1));
      repeat(1, call("c" + i), new Fingerprint(Fingerprint.Of.TOOL_CALL, "t" + i % 5, "t"));
    }
    repeatedTooOften(LOOPS, call("c"), new Fingerprint(Fingerprint.Of.TOOL_CALL, "t0", "t"));
  }

  @Test
  void a_call_that_is_repeated_after_two_others_at_most_is_stopped() {
    int others = 0;
    for (int i = 0; i < 5; i++) {
      repeat(1, SAME);
      for (int j = 0; j < 2; j++) {
        scene.after(Duration.ofMillis(1));
        repeat(1, call("other-" + others++));
      }
    }
    repeatedTooOften(LOOPS, SAME);
  }

  @Test
  void a_new_call_that_loses_its_place_to_others_again_and_again_passes_uncounted() {
    for (String live : List.of("a", "b", "c")) {
      repeat(1, call(live));
    }
    var others = new AtomicInteger();
    Runnable another =
        () -> {
          scene.after(Duration.ofMillis(1));
          repeat(1, call("other-" + others.incrementAndGet()));
        };
    Ledger crowded = scene.ledger(new CrowdedTable(scene.table, another));
    assertThat(crowded.reserve(scene.repeating(LOOPS, SAME), scene.calendar, scene.now()))
        .isInstanceOf(Reserved.Granted.class);
    assertThat(others).hasValue(3);
    assertThat(scene.account(RUN).asMap()).doesNotContainValue(Value.of(SAME.hash()));
  }

  @Test
  void an_account_keeps_three_calls_and_five_tool_calls_and_forgets_those_that_say_least() {
    for (int i = 0; i < 100; i++) {
      repeat(1, call("c" + i), new Fingerprint(Fingerprint.Of.TOOL_CALL, "t" + i, "t"));
      scene.after(Duration.ofMillis(10));
    }
    Item account = scene.account(RUN);
    assertThat(account.namesStartingWith("l.")).hasSize(8);
    assertThat(account.namesStartingWith("f.").stream().map(name -> account.text(name).orElse("")))
        .containsExactlyInAnyOrder("c97", "c98", "c99", "t95", "t96", "t97", "t98", "t99");
  }

  @Test
  void an_idle_place_is_taken_before_a_live_one() {
    repeat(1, call("idle"));
    scene.after(Duration.ofSeconds(61));
    for (String live : List.of("a", "b")) {
      repeat(2, call(live));
    }
    repeat(1, call("new"));
    Item account = scene.account(RUN);
    assertThat(account.namesStartingWith("f.").stream().map(name -> account.text(name).orElse("")))
        .containsExactlyInAnyOrder("a", "b", "new");
  }

  @Test
  void a_process_that_knows_nothing_of_an_account_counts_on_where_others_stopped() {
    repeat(2, SAME);
    for (int i = 0; i < 3; i++) {
      Ledger other = scene.ledger(scene.table);
      assertThat(other.reserve(scene.repeating(LOOPS, SAME), scene.calendar, scene.now()))
          .isInstanceOf(Reserved.Granted.class);
    }
    repeatedTooOften(LOOPS, SAME);
    assertThat(
            scene.account(RUN).asMap().values().stream()
                .filter(value -> value.equals(Value.of(SAME.hash()))))
        .hasSize(1);
  }

  @Test
  void a_refusal_elsewhere_gives_the_repeat_back() {
    Demand one = scene.repeating(LOOPS, SAME);
    for (int i = 0; i < 9; i++) {
      Demand refused =
          new Demand(
              scene.rid(),
              one.arrived(),
              one.subject(),
              one.amount(),
              one.inputTokens(),
              one.outputTokens(),
              List.of(monthly(ADA, "0.001"), slots(KEY, 1), LOOPS),
              List.of(),
              one.policies(),
              one.until(),
              one.fingerprints());
      assertThat(scene.ask(refused)).isInstanceOf(Reserved.Denied.class);
    }
    repeat(5, SAME);
    repeatedTooOften(LOOPS, SAME);
  }

  @Test
  void what_was_granted_and_not_used_gives_the_repeat_back() {
    repeat(4, SAME);
    Demand fifth = scene.repeating(LOOPS, SAME, SEARCH);
    var granted = (Reserved.Granted) scene.ask(fifth);
    assertThat(scene.ledger.giveBack(fifth, scene.calendar, scene.now(), granted)).isTrue();
    repeat(1, SAME);
    repeatedTooOften(LOOPS, SAME);
  }

  @Test
  void a_settlement_gives_no_repeat_back() {
    for (int i = 0; i < 5; i++) {
      scene.settle(cost(scene.running(scene.repeating(LOOPS, SAME)), "0.001"));
    }
    repeatedTooOften(LOOPS, SAME);
  }

  @Test
  void a_soft_loop_breaker_lets_the_repeat_through_says_so_and_does_not_count_it() {
    var warns = new LoopLimit(2, Duration.ofSeconds(60), "warns", Mode.SOFT);
    Hold hold = looping(RUN, warns);
    scene.reserved(scene.repeating(hold, SAME));
    scene.reserved(scene.repeating(hold, SAME));
    for (int i = 0; i < 3; i++) {
      Demand again = scene.repeating(hold, SAME);
      var granted = (Reserved.Granted) scene.ask(again);
      assertThat(granted.objections())
          .containsExactly(new Denial.Looping(RUN, warns, SAME, Duration.ofSeconds(30)));
      assertThat(scene.ledger.giveBack(again, scene.calendar, scene.now(), granted)).isTrue();
    }
    scene.after(Duration.ofSeconds(30));
    assertThat(((Reserved.Granted) scene.ask(scene.repeating(hold, SAME))).objections()).isEmpty();
  }

  @Test
  void a_nearly_spent_budget_does_not_make_loops_shorter() {
    var ceiling =
        new Ceiling(Period.MONTH, usd("1"), "monthly", Mode.HARD, Stages.USUAL.throttledFrom(10));
    Hold both = new Hold(RUN, List.of(ceiling), List.of(), List.of(), List.of(FIVE_A_MINUTE));
    scene.settle(cost(scene.running("0.9", both), "0.8"));
    // Whoever learns that it is slowed down asks once more.
    scene.ask(scene.repeating(both, call("another")));
    for (int i = 0; i < 5; i++) {
      scene.reserved(scene.repeating(both, SAME));
    }
    assertThat(repeatedTooOften(both, SAME).retryAfter()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void a_loops_clock_from_the_future_is_healed() {
    scene.after(Duration.ofHours(1));
    repeat(5, SAME);
    scene.after(Duration.ofHours(-1));
    repeat(1, SAME);
  }

  // --- what stands in the store -----------------------------------------------------------------

  @Test
  void an_account_with_five_windows_five_live_buckets_and_clocks_is_below_one_kilobyte() {
    var tokens = new Pace(Pace.Resource.TOKENS, 'm', 1_000_000, 100_000_000, "tokens");
    var hourly = new Pace(Pace.Resource.REQUESTS, 'h', 100_000, 10_000, "hourly");
    var secondly = new Pace(Pace.Resource.REQUESTS, 's', 100, 100, "secondly");
    var minutely = new Pace(Pace.Resource.REQUESTS, 'm', 1_000, 1_000, "minutely");
    var session = new Scope(ScopeKind.SESSION, "名".repeat(128));
    Hold hold =
        new Hold(
            session,
            List.of(ceiling(Period.MONTH, "1000000")),
            List.of(new Slots(100, "slots", Mode.HARD)),
            List.of(tokens, hourly, secondly, minutely),
            List.of(new LoopLimit(1_000, Duration.ofHours(24), "loops", Mode.HARD)));
    for (int i = 0; i < 12; i++) {
      scene.running(
          scene.repeating(
              hold,
              call("fingerprint" + i),
              new Fingerprint(Fingerprint.Of.TOOL_CALL, "finger" + (100000 + i), "t")));
    }
    for (int i = 0; i < 5; i++) {
      scene.running("12345.123456789012", hold);
      scene.after(Duration.ofMinutes(1));
    }
    assertThat(scene.view(session).buckets()).hasSize(5);
    assertThat(scene.account(session).namesStartingWith("l.")).hasSize(8);
    int size = Account.key(session).pk().length() + 2 + 1;
    for (var attribute : scene.account(session).asMap().entrySet()) {
      size += attribute.getKey().length() + bytes(attribute.getValue());
    }
    // The name of a session this long stands beside the key: 384 bytes of UTF-8 by itself.
    assertThat(size).isLessThan(1024);
  }

  private static int bytes(Value value) {
    return switch (value) {
      case Num num -> 2 + (num.toString().length() + 1) / 2;
      case Text(String text) -> text.getBytes(StandardCharsets.UTF_8).length;
    };
  }

  @Test
  void a_session_expires_a_month_after_it_was_last_touched_and_nobody_else_does() {
    var session = new Scope(ScopeKind.SESSION, "s1");
    Reservation reservation = scene.running("0.1", monthly(session, "1"), monthly(ADA, "1"));
    long first = scene.account(session).num("ttl").asLong();
    assertThat(first).isGreaterThanOrEqualTo(NOON.plus(Duration.ofDays(30)).getEpochSecond());
    scene.after(Duration.ofSeconds(50)).settle(cost(reservation, "0.1"));
    assertThat(scene.account(session).num("ttl").asLong()).isEqualTo(first + 50);
    assertThat(scene.account(ADA).has("ttl")).isFalse();
  }

  @Test
  void accounts_are_listed_by_their_dimension_booked_ones_too() {
    scene.settle(
        cost(
            scene.running(scene.demand(usd("0.5"), List.of(monthly(ADA, "1")), List.of(BOT))),
            "0.1"));
    assertThat(scene.account(ADA).text(Table.LISTED_BY)).contains("m");
    assertThat(scene.account(BOT).text(Table.LISTED_BY)).contains("a");
  }

  @Test
  void the_sum_of_the_books_is_the_sum_of_the_records_after_every_step() {
    Reservation first = scene.running("0.5", monthly(ADA, "9"));
    Reservation second = scene.running("0.4", monthly(ADA, "9"));
    Reservation third = scene.running("0.3", monthly(ADA, "9"));
    for (Incoming step :
        List.of(
            unknown(first),
            cost(second, "0.1"),
            unserved(third),
            cost(first, "0.2"),
            cost(third, "0.05"))) {
      scene.settle(step);
      Usd nets = Usd.ZERO;
      for (Reservation reservation : List.of(first, second, third)) {
        nets = nets.plus(scene.journal(reservation.rid()).net());
      }
      assertThat(scene.books(first)).isEqualTo(nets.plain());
      assertThat(scene.spent(ADA, Period.TOTAL)).isEqualTo(nets.plain());
    }
    assertThat(scene.rows(first).stream().mapToLong(SpendRow.Contents::calls).sum()).isEqualTo(3);
  }
}
