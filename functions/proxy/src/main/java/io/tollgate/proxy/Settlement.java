package io.tollgate.proxy;

import io.tollgate.attribution.Scope;
import io.tollgate.event.CallFacts;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.event.UsageSink;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Reserved;
import io.tollgate.ledger.Settled;
import io.tollgate.ledger.Truth;
import io.tollgate.table.StoreClock;
import io.tollgate.table.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Step 8, after the last byte: one try to settle, then one usage event, whatever came of the try.
///
/// What this process does not get settled the aggregator settles from the event, and what no event
/// tells of the sweep.
public final class Settlement {
  /// After a conflict the aggregator settles alone for a while: on a shared account it does so in
  /// batches.
  private static final Duration LEAVE_IT_TO_THE_QUEUE = Duration.ofSeconds(30);

  private static final int QUEUE_TRIES = 3;

  private final Ledger ledger;
  private final StoreClock clock;
  private final UsageSink queue;
  private final RecentDenials recent;
  private final Consumer<UsageEvent> lastResort;
  private final AtomicReference<Instant> resting = new AtomicReference<>(Instant.MIN);

  /// @param lastResort told of an event that neither the queue nor the store took: it logs it, so
  ///   that it can be replayed
  public Settlement(
      Ledger ledger,
      StoreClock clock,
      UsageSink queue,
      RecentDenials recent,
      Consumer<UsageEvent> lastResort) {
    this.ledger = ledger;
    this.clock = clock;
    this.queue = queue;
    this.recent = recent;
    this.lastResort = lastResort;
  }

  /// Settles a call that has ended.
  public void settle(Reserved.Granted granted, Calendar calendar, Truth truth, CallFacts facts) {
    Reservation reservation = granted.reservation();
    var incoming = new Incoming(reservation, truth, EventJson.write(facts));
    Instant now = clock.instant();
    boolean settled = !now.isBefore(resting.get()) && tryOnce(incoming, now);
    recent.forget(reservation);
    report(new UsageEvent.Ended(incoming, settled));
    heal(granted, calendar);
  }

  /// Charges a call that was let through although the store gave no answer: the queue keeps it
  /// until the store is back. Nothing of it is tried here, where that would only wait.
  public void charge(Reservation reservation, Truth truth, CallFacts facts) {
    report(
        new UsageEvent.Ended(
            new Incoming(reservation, truth, EventJson.write(facts), facts.unreserved()), false));
  }

  private boolean tryOnce(Incoming incoming, Instant now) {
    if (ledger.trySettle(incoming, now) == Settled.BOOKED) {
      return true;
    }
    resting.set(now.plus(LEAVE_IT_TO_THE_QUEUE));
    return false;
  }

  /// Settles at zero a call that was reserved and may not be sent. The event goes out in any case:
  /// should the sweep have been faster, it takes the bound back.
  void abandon(Reservation reservation, CallFacts facts) {
    var incoming = new Incoming(reservation, new Truth.Unserved(), EventJson.write(facts));
    boolean settled =
        ledger.settle(List.of(incoming), clock.instant()).getFirst() == Settled.BOOKED;
    report(new UsageEvent.Ended(incoming, settled));
  }

  /// Tells of a call that was refused; it holds nothing, so nothing is lost if nobody listens.
  void refused(UsageEvent.Refused refused) {
    queue.send(refused);
  }

  private void report(UsageEvent.Ended event) {
    for (int tries = 0; tries < QUEUE_TRIES; tries++) {
      if (queue.send(event)) {
        return;
      }
    }
    if (!event.settled()
        && ledger.settle(List.of(event.incoming()), clock.instant()).getFirst()
            == Settled.PENDING) {
      lastResort.accept(event);
    }
  }

  /// Folds the accounts that showed a closed bucket when the call reserved there.
  private void heal(Reserved.Granted granted, Calendar calendar) {
    var leaking = new ArrayList<Scope>();
    for (Reserved.Grant grant : granted.grants()) {
      if (new AccountView(grant.account(), calendar, ledger.closing().closed()).hasLeak()) {
        leaking.add(grant.hold().scope());
      }
    }
    if (leaking.isEmpty()) {
      return;
    }
    try {
      Instant asOf = granted.reservation().rid().bucket().start();
      leaking.forEach(scope -> ledger.folded(scope, calendar, asOf));
    } catch (StoreUnavailable e) {
      // Whoever touches the account next heals it.
      return;
    }
  }
}
