package io.tollgate.ledger;

import static io.tollgate.ledger.FaultyTable.Fault.BUSY;
import static io.tollgate.ledger.FaultyTable.Fault.LOST;
import static io.tollgate.ledger.FaultyTable.Fault.UNANSWERED;
import static io.tollgate.ledger.FaultyTable.reserveOn;
import static io.tollgate.ledger.Scene.ADA;
import static io.tollgate.ledger.Scene.BOT;
import static io.tollgate.ledger.Scene.NOON;
import static io.tollgate.ledger.Scene.charge;
import static io.tollgate.ledger.Scene.monthly;
import static io.tollgate.ledger.Scene.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.table.EmbeddedTable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Calls that were let through while the store gave no answer: charged once, whatever of them the
/// store has taken all the same.
class UnreservedCallsTest {
  private final Scene scene = new Scene(new EmbeddedTable(() -> NOON), "unreserved", NOON);
  private final FaultyTable line = new FaultyTable(scene.table);
  private final Ledger ledger = scene.ledger(line);
  private final Hold limit = monthly(ADA, "1");
  private final Demand demand = scene.demand(usd("0.4"), List.of(limit), List.of(BOT));

  private static Incoming cost(Reservation reservation, String cost) {
    return new Incoming(reservation, new Truth.Metered(charge(cost)), "", true);
  }

  private void assertBooked(Reservation reservation, String cost) {
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo(cost);
    assertThat(scene.spent(BOT, Period.MONTH)).isEqualTo(cost);
    assertThat(scene.books(reservation)).isEqualTo(cost);
    assertThat(scene.journal(reservation.rid()).source()).contains(Source.USAGE);
    assertThat(scene.alarms).isEmpty();
  }

  @Test
  void a_call_without_a_trace_is_booked_on_all_of_its_accounts_once_and_without_an_alarm() {
    Reservation call = ledger.unreserved(demand, scene.calendar);
    assertThat(scene.settle(cost(call, "0.3"))).isEqualTo(Settled.BOOKED);
    assertThat(scene.settle(cost(call, "0.3"))).isEqualTo(Settled.ALREADY);
    assertBooked(call, "0.3");
  }

  @Test
  void what_was_held_of_it_all_the_same_is_folded() {
    line.next(reserveOn(ADA), UNANSWERED).next(reserveOn(ADA), LOST).next(reserveOn(ADA), LOST);
    assertThat(ledger.reserve(demand, scene.calendar, NOON))
        .isInstanceOfSatisfying(
            Reserved.Unavailable.class, silence -> assertThat(silence.silent()).isTrue());
    Reservation call = ledger.unreserved(demand, scene.calendar);
    scene.settle(cost(call, "0.3"));
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0.4");
    scene.after(Duration.ofMinutes(10)).sweep();
    scene.touch(ADA);
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0");
    assertBooked(call, "0.3");
  }

  @Test
  void a_record_that_lands_before_its_event_is_settled_by_it() {
    Reservation call = scene.running(demand);
    scene.settle(cost(call, "0.3"));
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0");
    assertBooked(call, "0.3");
  }

  @Test
  void a_record_that_lands_after_its_event_is_refused() {
    Reservation call = scene.reserved(demand);
    scene.settle(cost(call, "0.3"));
    assertThat(scene.ledger.journal(call)).isInstanceOf(Journaled.Uncovered.class);
    scene.after(Duration.ofMinutes(10)).sweep();
    scene.touch(ADA);
    assertThat(scene.held(ADA, Period.MONTH)).isEqualTo("0");
    assertBooked(call, "0.3");
  }

  @Test
  void a_record_that_the_sweep_charged_at_its_bound_is_corrected_by_its_event() {
    Reservation call = scene.running(demand);
    scene.after(Duration.ofMinutes(10)).sweep();
    assertThat(scene.spent(ADA, Period.MONTH)).isEqualTo("0.4");
    scene.settle(cost(call, "0.3"));
    assertBooked(call, "0.3");
  }

  @Test
  void a_store_that_answers_is_not_silent_however_little_that_helps() {
    for (int i = 0; i < 8; i++) {
      line.next(reserveOn(ADA), BUSY);
    }
    assertSpeaks();
    // The hold in the way may be its own.
    line.next(reserveOn(ADA), UNANSWERED);
    line.meanwhile(() -> scene.reserved("0.7", limit));
    assertSpeaks();
  }

  private void assertSpeaks() {
    Demand next = scene.demand(usd("0.2"), List.of(limit), List.of());
    assertThat(ledger.reserve(next, scene.calendar, NOON))
        .isInstanceOfSatisfying(
            Reserved.Unavailable.class, why -> assertThat(why.silent()).isFalse());
  }

  @Test
  void what_one_account_refuses_no_silence_of_another_lets_through() {
    line.next(reserveOn(BOT), LOST).next(reserveOn(BOT), LOST).next(reserveOn(BOT), LOST);
    Demand both =
        scene.demand(usd("0.4"), List.of(monthly(ADA, "0.1"), monthly(BOT, "1")), List.of());
    assertThat(ledger.reserve(both, scene.calendar, NOON)).isInstanceOf(Reserved.Denied.class);
  }
}
