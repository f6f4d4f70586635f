package io.tollgate.ledger;

import static io.tollgate.ledger.FaultyTable.Fault.LOST;
import static io.tollgate.ledger.FaultyTable.Fault.UNANSWERED;
import static io.tollgate.ledger.Scene.ADA;
import static io.tollgate.ledger.Scene.NOON;
import static io.tollgate.ledger.Scene.cost;
import static io.tollgate.ledger.Scene.monthly;
import static io.tollgate.ledger.Scene.unknown;
import static io.tollgate.ledger.Scene.unserved;
import static io.tollgate.ledger.Scene.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which of several requests with one `Idempotency-Key` may be sent, over whatever table. Crashes
/// are the states that they leave: a first request does a part of what gateways do, and no more.
public abstract class RepeatsContract {
  /// When a claim that was made at noon is over, and nothing lands any more that may be sent.
  private static final Instant OVER = NOON.plusSeconds(41);

  private static final Duration CALL = Duration.ofSeconds(60);

  private Scene scene;

  /// The table under test.
  protected abstract Table table();

  @BeforeEach
  void a_new_scene() {
    scene = new Scene(table(), UUID.randomUUID().toString(), NOON);
  }

  /// A request that arrives now, with the id that its first attempt belongs to.
  private Demand request() {
    return scene.demand("0.1", monthly(ADA, "100"));
  }

  private static String id(Demand request) {
    return Reservation.requestId(request.arrived(), request.rid().invocation());
  }

  private Claim claim(Demand request) {
    return Claim.of("key_ada", "order-7", id(request), scene.now());
  }

  private Claimed ask(Demand request) {
    return ask(scene.ledger, request);
  }

  private Claimed ask(Ledger ledger, Demand request) {
    return ledger.repeats().claim(claim(request), scene.now().plus(CALL));
  }

  /// A request that has claimed, and has come no further yet.
  private Demand first() {
    Demand request = request();
    assertThat(ask(request)).isEqualTo(new Claimed.Ours(claim(request)));
    return request;
  }

  private void assertPasses() {
    assertThat(ask(request())).isInstanceOf(Claimed.Ours.class);
  }

  private void assertRefused(Demand first, boolean forGood) {
    assertThat(ask(request())).isEqualTo(new Claimed.Repeated(id(first), forGood));
  }

  private Reservation running(Demand request) {
    return scene.running(request);
  }

  // --- running and served -------------------------------------------------------------------

  @Test
  void the_first_request_claims_and_a_repeat_is_told_its_id() {
    assertRefused(first(), false);
  }

  @Test
  void a_call_that_runs_is_not_repeated_however_long_it_takes() {
    Demand first = first();
    running(first);
    scene.at(OVER);
    assertRefused(first, true);
  }

  @Test
  void a_call_that_was_served_is_not_repeated() {
    Demand first = first();
    scene.settle(cost(running(first), "0.05"));
    assertRefused(first, false);
    scene.at(OVER);
    assertRefused(first, true);
  }

  @Test
  void a_call_that_was_served_and_cost_nothing_is_not_repeated() {
    Demand first = first();
    scene.settle(cost(running(first), "0"));
    scene.at(OVER);
    assertRefused(first, true);
  }

  @Test
  void a_call_of_unknown_cost_is_not_repeated() {
    Demand first = first();
    scene.settle(unknown(running(first)));
    scene.at(OVER);
    assertRefused(first, true);
  }

  @Test
  void a_call_that_the_sweep_charged_at_its_bound_is_not_repeated() {
    Demand first = first();
    Reservation reservation = running(first);
    scene.after(Duration.ofMinutes(10));
    scene.sweep();
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.BOUND);
    assertRefused(first, true);
  }

  @Test
  void any_attempt_of_the_first_request_counts() {
    Demand first = first();
    scene.settle(unserved(running(first)));
    var second = new Rid(scene.bucket(), first.rid().shard(), first.rid().invocation(), 2);
    running(
        new Demand(
            second,
            first.arrived(),
            first.subject(),
            first.amount(),
            first.inputTokens(),
            first.outputTokens(),
            first.holds(),
            first.booked(),
            first.policies(),
            first.until()));
    scene.at(OVER);
    assertRefused(first, true);
  }

  // --- never served -------------------------------------------------------------------------

  @Test
  void a_crash_before_the_reserve_lets_a_repeat_pass_when_the_claim_is_over() {
    Demand first = first();
    scene.at(OVER.minusSeconds(1));
    assertRefused(first, false);
    scene.at(OVER);
    assertPasses();
  }

  @Test
  void a_crash_between_reserve_and_journal_lets_a_repeat_pass_when_the_claim_is_over() {
    Demand first = first();
    scene.reserved(first);
    assertRefused(first, false);
    scene.at(OVER);
    assertPasses();
  }

  @Test
  void a_call_that_was_settled_as_unserved_is_repeated_when_it_cannot_try_again() {
    Demand first = first();
    scene.settle(unserved(running(first)));
    // Its next attempt may be about to be journaled.
    assertRefused(first, false);
    scene.at(OVER);
    assertPasses();
  }

  @Test
  void a_record_that_was_settled_before_it_landed_is_none_of_a_served_call() {
    Demand first = first();
    scene.settle(unserved(scene.reserved(first)));
    scene.at(OVER);
    assertPasses();
  }

  @Test
  void a_refusal_in_the_log_is_no_served_call() {
    Demand first = first();
    scene.table.write(
        new Write.Put(
            RequestId.parse(id(first)).orElseThrow().refusal(),
            JournalItem.refused("{}", NOON),
            io.tollgate.table.Condition.ALWAYS));
    scene.at(OVER);
    assertPasses();
  }

  @Test
  void what_its_own_gateway_releases_is_repeated_at_once() {
    Demand first = first();
    scene.ledger.repeats().release(claim(first));
    assertPasses();
  }

  @Test
  void a_release_that_lands_late_or_twice_takes_nothing_from_the_one_who_claimed_since() {
    Claim old = claim(first());
    scene.ledger.repeats().release(old);
    Demand second = first();
    scene.ledger.repeats().release(old);
    assertRefused(second, false);
  }

  @Test
  void a_repeat_is_known_until_a_day_after_the_first_call_has_ended() {
    Demand first = first();
    scene.settle(cost(running(first), "0.05"));
    Instant forgotten = NOON.plus(CALL).plus(Claim.KEPT);
    scene.at(forgotten);
    assertRefused(first, true);
    scene.at(forgotten.plusSeconds(1));
    assertPasses();
  }

  // --- many at once -------------------------------------------------------------------------

  @Test
  void of_many_first_requests_one_passes() throws Exception {
    assertOnePasses();
  }

  @Test
  void of_many_repeats_of_a_released_request_one_passes() throws Exception {
    scene.ledger.repeats().release(claim(first()));
    assertOnePasses();
  }

  @Test
  void of_many_repeats_of_a_crashed_request_one_passes() throws Exception {
    first();
    scene.at(OVER);
    assertOnePasses();
  }

  private void assertOnePasses() throws Exception {
    List<Demand> requests = IntStream.range(0, 16).mapToObj(i -> request()).toList();
    try (var threads = Executors.newFixedThreadPool(requests.size())) {
      List<Callable<Claimed>> tasks =
          requests.stream().<Callable<Claimed>>map(request -> () -> ask(request)).toList();
      int passed = 0;
      for (Future<Claimed> asked : threads.invokeAll(tasks)) {
        passed += asked.get() instanceof Claimed.Ours ? 1 : 0;
      }
      assertThat(passed).isEqualTo(1);
    }
  }

  @Test
  void two_keys_that_send_the_same_and_one_key_that_sends_something_else_do_not_meet() {
    first();
    String id = id(request());
    var repeats = scene.ledger.repeats();
    for (Claim other :
        List.of(
            Claim.of("key_bob", "order-7", id, scene.now()),
            Claim.of("key_ada", "order-8", id, scene.now()))) {
      assertThat(repeats.claim(other, scene.now())).isEqualTo(new Claimed.Ours(other));
    }
  }

  // --- the store does not answer ------------------------------------------------------------

  @Test
  void a_claim_that_went_unanswered_is_known_by_its_request() {
    var faulty = new FaultyTable(scene.table).next(FaultyTable.record(), UNANSWERED);
    Demand request = request();
    assertThat(ask(scene.ledger(faulty), request)).isEqualTo(new Claimed.Ours(claim(request)));
  }

  @Test
  void a_claim_that_was_lost_is_sent_again() {
    var faulty = new FaultyTable(scene.table).next(FaultyTable.record(), LOST);
    assertThat(ask(scene.ledger(faulty), request())).isInstanceOf(Claimed.Ours.class);
  }

  @Test
  void a_claim_without_any_answer_is_in_nobodys_way() {
    var faulty =
        new FaultyTable(scene.table)
            .next(FaultyTable.record(), UNANSWERED)
            .next(FaultyTable.record(), LOST);
    assertThat(ask(scene.ledger(faulty), request())).isInstanceOf(Claimed.Unavailable.class);
    assertPasses();
  }

  @Test
  void nobody_passes_whose_predecessor_cannot_be_looked_up() {
    first();
    scene.at(OVER);
    var silent =
        new DelegatingTable(scene.table) {
          @Override
          public Page query(Query query) {
            throw new StoreUnavailable("silent", new IllegalStateException());
          }
        };
    assertThat(ask(scene.ledger(silent), request())).isInstanceOf(Claimed.Unavailable.class);
    assertPasses();
  }

  @Test
  void a_process_whose_clock_is_far_off_claims_nothing() {
    String id = id(request());
    var repeats = scene.ledger.repeats();
    for (int seconds : List.of(-31, 31)) {
      Claim claim = Claim.of("key_ada", "order-7", id + seconds, NOON.plusSeconds(seconds));
      assertThat(repeats.claim(claim, NOON.plus(CALL))).isInstanceOf(Claimed.Unavailable.class);
    }
    assertPasses();
  }

  @Test
  void the_bound_of_the_first_stays_in_the_books_of_its_member_alone() {
    Demand first = first();
    scene.settle(unknown(running(first)));
    assertRefused(first, false);
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo(usd("0.1").plain());
  }
}
