package io.tollgate.ledger;

import static io.tollgate.ledger.FaultyTable.Fault.BUSY;
import static io.tollgate.ledger.FaultyTable.Fault.DELAYED;
import static io.tollgate.ledger.FaultyTable.Fault.LOST;
import static io.tollgate.ledger.FaultyTable.Fault.UNANSWERED;
import static io.tollgate.ledger.FaultyTable.releaseOn;
import static io.tollgate.ledger.FaultyTable.reserveOn;
import static io.tollgate.ledger.Scene.ADA;
import static io.tollgate.ledger.Scene.BOT;
import static io.tollgate.ledger.Scene.KEY;
import static io.tollgate.ledger.Scene.NOON;
import static io.tollgate.ledger.Scene.ceiling;
import static io.tollgate.ledger.Scene.cost;
import static io.tollgate.ledger.Scene.limited;
import static io.tollgate.ledger.Scene.monthly;
import static io.tollgate.ledger.Scene.slots;
import static io.tollgate.ledger.Scene.unknown;
import static io.tollgate.ledger.Scene.unserved;
import static io.tollgate.ledger.Scene.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.money.Usd;
import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Num;
import io.tollgate.table.Write;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Attacks that worked against some draft of the design, one test each. The numbers are those of
/// the list of attacks; what needs many processes at once is the simulation's.
class LedgerAttacksTest {
  private final Scene scene = new Scene(new EmbeddedTable(() -> NOON), "attacks", NOON);
  private final FaultyTable line = new FaultyTable(scene.table);
  private final Ledger ledger = scene.ledger(line);

  private Reserved ask(Demand demand) {
    return ledger.reserve(demand, scene.calendar, scene.now());
  }

  private long held(Scene at) {
    return at.account(ADA).names().stream()
        .filter(name -> name.startsWith("r."))
        .mapToLong(name -> at.account(ADA).num(name).asLong())
        .sum();
  }

  private void useUpTheBot() {
    scene.reserved(scene.demand(usd("0.01"), List.of(monthly(BOT, "0.01")), List.of()));
  }

  @Test
  @DisplayName("1: a late release takes nothing that it did not put there")
  void a_late_release_takes_nothing_that_it_did_not_put_there() {
    useUpTheBot();
    line.next(releaseOn(ADA), DELAYED);
    var demand =
        scene.demand(
            usd("0.01"),
            List.of(monthly(ADA, "10"), slots(KEY, 9), monthly(BOT, "0.01")),
            List.of());
    assertThat(ask(demand)).isInstanceOf(Reserved.Denied.class);
    scene.after(Duration.ofMinutes(4)).sweep();
    scene.touch(ADA);
    line.deliver();
    assertThat(scene.account(ADA).num("u.T")).isEqualTo(Num.ZERO);
    assertThat(held(scene)).isZero();
    assertThat(scene.account(ADA).num("c")).isEqualTo(Num.ZERO);
  }

  @Test
  @DisplayName("2: a machine frozen before its record's put does not send the call")
  void a_machine_frozen_before_its_records_put_does_not_send_the_call() {
    Reservation frozen = scene.reserved("1", monthly(ADA, "1"));
    scene.after(Duration.ofMinutes(30)).sweep();
    Reservation other = scene.running("1", monthly(ADA, "1"));
    assertThat(scene.ledger.journal(frozen)).isInstanceOf(Journaled.Uncovered.class);
    scene.settle(unserved(frozen));
    scene.settle(cost(other, "1"));
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("1");
    assertThat(scene.account(ADA).num("u.T")).isEqualTo(Num.of(1_000_000_000_000L));
  }

  @Test
  @DisplayName("3: a gateway whose clock is a hundred seconds behind sends nothing")
  void a_gateway_whose_clock_is_behind_sends_nothing() {
    Demand behind = scene.at(NOON.minusSeconds(100)).demand("1", monthly(ADA, "1"));
    scene.at(NOON);
    assertThat(scene.ledger.journal(scene.reserved(behind)))
        .isInstanceOf(Journaled.Uncovered.class);
  }

  @Test
  @DisplayName("4: a sweeper's wrong clock closes nothing early")
  void a_sweepers_wrong_clock_closes_nothing_early() {
    Bucket running = scene.bucket();
    scene.running("1", monthly(ADA, "1"));
    var swept = scene.ledger.sweep(() -> scene.now().plus(Duration.ofMinutes(17))).run();
    assertThat(swept.closed()).isLessThan(running);
    assertThat(swept.charged()).isEmpty();
  }

  @Test
  @DisplayName("5: the sweep never gives an open call back, it charges it; the truth corrects that")
  void the_sweep_never_gives_an_open_call_back() {
    Reservation crashed = scene.running("0.5", monthly(ADA, "1"));
    scene.after(Duration.ofMinutes(4)).sweep();
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.5");
    scene.settle(cost(crashed, "0.3"));
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.3");
  }

  @Test
  @DisplayName("7: a limit that appears on another window is not credited by a fold")
  void a_limit_that_appears_on_another_window_is_not_credited_by_a_fold() {
    scene.reserved("0.5", monthly(ADA, "1"));
    scene.after(Duration.ofMinutes(4)).sweep();
    Hold daily = limited(ADA, ceiling(Period.DAY, "1"), ceiling(Period.MONTH, "1"));
    scene.reserved("1", daily);
    scene.denial("0.000000000001", daily);
  }

  @Test
  @DisplayName("8: a soft limit's spending stands when the limit becomes hard")
  void what_was_booked_stands_when_the_account_becomes_limited() {
    scene.settle(cost(scene.running(scene.demand(usd("90"), List.of(), List.of(ADA))), "80"));
    scene.denial("21", monthly(ADA, "100"));
    scene.reserved("20", monthly(ADA, "100"));
  }

  @Test
  @DisplayName("9: a limit that is removed and added again is not new")
  void a_limit_that_is_removed_and_added_again_is_not_new() {
    scene.settle(cost(scene.running("1", monthly(ADA, "100")), "1"));
    scene.settle(cost(scene.running(scene.demand(usd("60"), List.of(), List.of(ADA))), "60"));
    assertThat(((Denial.OverBudget) scene.denial("40", monthly(ADA, "100"))).spent())
        .isEqualTo(usd("61"));
  }

  @Test
  @DisplayName("13: shards are a constant")
  void shards_are_a_constant() {
    assertThat(Rid.SHARDS).isEqualTo(16);
  }

  @Test
  @DisplayName("16: a bound of nothing, less, or beyond all digits is refused before any write")
  void a_bound_that_is_no_bound_is_refused_before_any_write() {
    assertThatThrownBy(() -> scene.demand(Usd.ZERO, List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scene.demand(usd("-1"), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    var endless = new Usd(BigInteger.TEN.pow(38));
    assertThatThrownBy(() -> ask(scene.demand(endless, List.of(monthly(ADA, "1")), List.of())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(line.writes()).isZero();
  }

  @Test
  @DisplayName("18: the accounts of a call are a set")
  void the_accounts_of_a_call_are_a_set() {
    List<Hold> twice = List.of(monthly(ADA, "1"), monthly(ADA, "2"));
    assertThatThrownBy(() -> scene.demand(usd("1"), twice, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scene.demand(usd("1"), List.of(monthly(ADA, "1")), List.of(ADA)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scene.demand(usd("1"), List.of(), List.of(ADA, ADA)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("22: a settlement of a deleted account is charged there, and its neighbour too")
  void a_settlement_of_a_deleted_account_is_charged_there() {
    Reservation orphan = scene.running("0.5", monthly(ADA, "1"));
    Reservation neighbour = scene.running("0.5", monthly(BOT, "1"));
    scene.table.write(new Write.Delete(Account.key(ADA), Condition.ALWAYS));
    assertThat(scene.ledger.settle(List.of(cost(orphan, "0.2"), cost(neighbour, "0.1")), NOON))
        .containsOnly(Settled.BOOKED);
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.2");
    assertThat(scene.spent(BOT, Period.MONTH)).isEqualTo("0.1");
  }

  @Test
  @DisplayName("24: of two sweeps the slower moves the mark neither back nor twice")
  void of_two_sweeps_the_slower_moves_the_mark_neither_back_nor_twice() {
    Closing slow = Closing.start(scene.table, Duration.ofSeconds(60), Duration.ofSeconds(60));
    Bucket before = slow.closed();
    scene.after(Duration.ofMinutes(4)).sweep();
    Bucket mark = scene.closing.closed();
    assertThat(mark).isGreaterThan(before.next());
    assertThat(slow.close(before.next())).isTrue();
    assertThat(slow.closed()).isEqualTo(mark);
  }

  @Test
  @DisplayName("25: a reserve recognises its own unanswered application")
  void a_reserve_recognises_its_own_unanswered_application() {
    line.next(reserveOn(ADA), UNANSWERED);
    assertThat(ask(scene.demand("1", monthly(ADA, "1")))).isInstanceOf(Reserved.Granted.class);
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("1");
    assertThat(scene.account(ADA).num("c")).isEqualTo(Num.ONE);
  }

  @Test
  @DisplayName("25: a reserve that was lost is sent again, three times at most")
  void a_reserve_that_was_lost_is_sent_again_three_times_at_most() {
    line.next(reserveOn(ADA), LOST).next(reserveOn(ADA), LOST);
    assertThat(ask(scene.demand("0.5", monthly(ADA, "1")))).isInstanceOf(Reserved.Granted.class);
    line.next(reserveOn(ADA), LOST).next(reserveOn(ADA), LOST).next(reserveOn(ADA), LOST);
    assertThat(ask(scene.demand("0.5", monthly(ADA, "1"))))
        .isInstanceOf(Reserved.Unavailable.class);
    assertThat(line.writes()).isEqualTo(6);
  }

  @Test
  @DisplayName("26: a busy store is asked up to eight times")
  void a_busy_store_is_asked_up_to_eight_times() {
    for (int i = 0; i < 7; i++) {
      line.next(reserveOn(ADA), BUSY);
    }
    assertThat(ask(scene.demand("0.5", monthly(ADA, "1")))).isInstanceOf(Reserved.Granted.class);
    for (int i = 0; i < 8; i++) {
      line.next(reserveOn(ADA), BUSY);
    }
    assertThat(ask(scene.demand("0.5", monthly(ADA, "1"))))
        .isInstanceOf(Reserved.Unavailable.class);
  }

  @Test
  @DisplayName("37: a call is charged where its record says, whatever the policies say by then")
  void a_call_is_charged_where_its_record_says() {
    Reservation booked = scene.running(scene.demand(usd("0.5"), List.of(), List.of(ADA)));
    Reservation limited = scene.running("0.3", monthly(ADA, "1"));
    scene.settle(cost(booked, "0.5"));
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.5");
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0.3");
    scene.settle(cost(limited, "0.1"));
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.6");
  }

  @Test
  @DisplayName("38: a frozen process with an old calendar folds only what its calendar knew")
  void a_frozen_process_folds_only_what_its_calendar_knew() {
    // At 14:00 the organisation moves two hours to the west: its day goes on until 02:00.
    var shift = new Calendar.Shift(Instant.parse("2026-11-24T23:00:00Z"), -120);
    Calendar moved = Calendar.of(0, List.of(shift));
    Hold daily = limited(ADA, ceiling(Period.DAY, "1"));

    scene.at(Instant.parse("2026-11-24T21:59:30Z"));
    sweepUpTo(scene);
    scene.reserved("0.2", daily);
    // The process reads its configuration and the time, and freezes for hours.
    scene.after(Duration.ofMinutes(5));
    Demand frozen = scene.demand("0.9", daily);
    Instant before = scene.now();

    // Meanwhile, after midnight by the old calendar and before it by the new one, a call leaks.
    scene.at(Instant.parse("2026-11-25T00:30:00Z"));
    sweepUpTo(scene);
    scene.ledger.reserve(scene.demand("0.7", daily), moved, scene.now());
    scene.after(Duration.ofMinutes(5));
    sweepUpTo(scene);

    scene.ledger.reserve(frozen, Calendar.utc(), before);
    // What leaked is still held in the windows that held it: the new calendar's day.
    Windows live = moved.windows(scene.bucket());
    assertThat(
            new AccountView(scene.account(ADA), moved, scene.closing.closed())
                .spent(live.of(Period.DAY)))
        .isEqualTo(Usd.ZERO);
    scene.touch(ADA, moved);
    assertThat(scene.account(ADA).num("u." + live.of(Period.DAY)).signum()).isZero();
  }

  private static void sweepUpTo(Scene scene) {
    Bucket last;
    do {
      last = scene.closing.closed();
      scene.sweep();
    } while (scene.closing.closed().compareTo(last) > 0);
  }

  @Test
  @DisplayName(
      "39: the first call of a month on an unlimited account is charged although it crashed")
  void the_first_call_on_an_unlimited_account_is_charged_although_it_crashed() {
    scene.running(scene.demand(usd("0.5"), List.of(), List.of(ADA)));
    scene.after(Duration.ofMinutes(4)).sweep();
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.5");
  }

  @Test
  @DisplayName("40: a record that lands after its call was settled at zero is refused")
  void a_record_that_lands_after_its_call_was_settled_at_zero_is_refused() {
    var demand = scene.demand("1", monthly(ADA, "1"));
    Reservation reservation = ((Reserved.Granted) ask(demand)).reservation();
    line.next(FaultyTable.record(), DELAYED);
    assertThat(ledger.journal(reservation)).isInstanceOf(Journaled.Uncovered.class);
    assertThat(scene.settle(unserved(reservation))).isEqualTo(Settled.BOOKED);
    line.deliver();
    scene.after(Duration.ofMinutes(4)).sweep();
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0");
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.NONE);
  }

  @Test
  @DisplayName("40: a record whose answer was lost is read back, and the call may go")
  void a_record_whose_answer_was_lost_is_read_back() {
    Reservation reservation =
        ((Reserved.Granted) ask(scene.demand("1", monthly(ADA, "1")))).reservation();
    line.next(FaultyTable.record(), UNANSWERED);
    assertThat(ledger.journal(reservation)).isEqualTo(new Journaled.Open(NOON));
  }

  @Test
  @DisplayName("42: windows that saw only holds are dropped like any other")
  void windows_that_saw_only_holds_are_dropped() {
    scene.reserved("0.5", monthly(ADA, "1"));
    scene.after(Duration.ofHours(2));
    sweepUpTo(scene);
    scene.touch(ADA);
    assertThat(scene.account(ADA).namesStartingWith("u.H")).isEmpty();
  }

  @Test
  @DisplayName("43, 44: a fold cannot fail, whatever is missing")
  void a_fold_cannot_fail_whatever_is_missing() {
    Bucket old = scene.bucket();
    scene.table.write(
        new Write.Update(
            Account.key(ADA),
            List.of(Action.set("r." + old.id(), Num.of(5)), Action.set("c", Num.of(0))),
            Condition.ALWAYS));
    scene.after(Duration.ofMinutes(4)).sweep();
    scene.touch(ADA);
    assertThat(scene.account(ADA).has("r." + old.id())).isFalse();
    assertThat(scene.account(ADA).num("c")).isEqualTo(Num.ZERO);
  }

  @Test
  @DisplayName("45: a reserve that may be in its own way is unavailable, never refused for money")
  void a_reserve_that_may_be_in_its_own_way_is_never_refused_for_money() {
    // Its first try is applied and unanswered, and another call gets in before the second.
    line.next(reserveOn(ADA), UNANSWERED);
    line.meanwhile(() -> scene.reserved("0.1", monthly(ADA, "1")));
    assertThat(ask(scene.demand("0.9", monthly(ADA, "1"))))
        .isInstanceOf(Reserved.Unavailable.class);
  }

  @Test
  @DisplayName("46: a sweep charges hundreds of calls that nobody settled, in one run")
  void a_sweep_charges_hundreds_of_calls_in_one_run() {
    var holds = monthly(ADA, "100");
    for (int i = 0; i < 300; i++) {
      scene.running("0.1", holds);
    }
    scene.after(Duration.ofMinutes(4));
    assertThat(scene.sweep().charged()).hasSize(300);
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("30");
  }

  @Test
  @DisplayName("50: a settlement that meets neither its hold nor its window is charged")
  void a_settlement_that_meets_neither_its_hold_nor_its_window_is_charged() {
    scene.at(Instant.parse("2026-11-30T23:58:30Z"));
    Reservation late = scene.reserved("0.5", monthly(ADA, "1"));
    scene.at(Instant.parse("2026-12-01T00:04:00Z"));
    sweepUpTo(scene);
    scene.touch(ADA);
    scene.ledger.journal(late);
    assertThat(scene.settle(unknown(late))).isEqualTo(Settled.BOOKED);
    assertThat(scene.account(ADA).num("u.T")).isEqualTo(Num.of(500_000_000_000L));
  }

  @Test
  @DisplayName("51: a settlement whose slot was taken by a late release is charged without one")
  void a_settlement_whose_slot_is_gone_is_charged_without_one() {
    Reservation running = scene.running("0.5", monthly(ADA, "1"));
    Bucket bucket = running.rid().bucket();
    scene.table.write(
        new Write.Update(
            Account.key(ADA),
            List.of(Action.set("c." + bucket.id(), Num.ZERO), Action.set("c", Num.ZERO)),
            Condition.ALWAYS));
    assertThat(scene.settle(cost(running, "0.2"))).isEqualTo(Settled.BOOKED);
    assertThat(scene.account(ADA).num("c")).isEqualTo(Num.ZERO);
    scene.after(Duration.ofMinutes(4)).sweep();
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.2");
  }

  @Test
  void a_release_without_an_answer_is_left_to_the_fold() {
    useUpTheBot();
    line.next(releaseOn(ADA), LOST);
    assertThat(ask(scene.demand("0.01", monthly(ADA, "1"), monthly(BOT, "0.01"))))
        .isInstanceOf(Reserved.Denied.class);
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0.01");
    scene.after(Duration.ofMinutes(4)).sweep();
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0");
  }
}
