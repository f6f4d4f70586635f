package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes a call's holds, all at once, and gives back those that were had when another was refused.
///
/// Never as a transaction: every call of an organisation shares accounts.
final class Reserver {
  /// By how many thousandths of full speed a call may be too fast.
  private static final int NOTICEABLE = 50;

  private final Fan fan;
  private final Taker taker;
  private final Shares shares = new Shares();

  Reserver(Table table, Closing closing, Folding folding, Fan fan, Jitter jitter) {
    this.fan = fan;
    this.taker = new Taker(table, closing, folding, jitter, shares);
  }

  Reserved reserve(Demand demand, Calendar calendar, Instant now) {
    Windows windows = calendar.windows(demand.rid().bucket());
    var throttle = Throttle.of(demand.holds(), windows, shares);
    boolean degraded = shares.degrading(demand.holds(), windows).isPresent();
    List<Taking> takings = takings(demand, windows, throttle, now);
    Optional<Denial> hopeless = hopeless(takings, calendar);
    if (hopeless.isPresent()) {
      return new Reserved.Denied(hopeless.get());
    }
    var tasks = new ArrayList<Supplier<Taken>>(takings.size());
    for (Taking taking : takings) {
      tasks.add(() -> taker.take(taking, calendar, now));
    }
    List<Taken> taken = fan.all(tasks);
    if (areAllHeld(taken) && !isOutpaced(demand, windows, throttle, degraded)) {
      return granted(demand, windows, taken);
    }
    boolean doubtful = !giveBack(taken);
    if (areAllHeld(taken)) {
      return new Reserved.Outpaced(doubtful);
    }
    return refusal(taken, doubtful);
  }

  /// Whether a budget is spent noticeably further than this process knew when it asked. Asked once
  /// a call: a budget that moves on meanwhile must not keep it out.
  ///
  /// @param degraded whether it was known that calls go to another model
  private boolean isOutpaced(Demand demand, Windows windows, Throttle asked, boolean degraded) {
    if (demand.rid().attempt() > 1) {
      return false;
    }
    int permille = Throttle.of(demand.holds(), windows, shares).permille();
    return permille < asked.permille() - NOTICEABLE
        || (!degraded && shares.degrading(demand.holds(), windows).isPresent());
  }

  /// See {@link Ledger#degrading}.
  Optional<Nearly> degrading(List<Hold> holds, Windows windows) {
    return shares.degrading(holds, windows);
  }

  private static List<Taking> takings(
      Demand demand, Windows windows, Throttle throttle, Instant now) {
    var attempt = Attempt.of(demand, windows, now);
    var takings = new ArrayList<Taking>(demand.holds().size());
    for (Hold hold : demand.holds()) {
      takings.add(Taking.of(attempt, throttle.slowed(hold)));
    }
    return takings;
  }

  private static Optional<Denial> hopeless(List<Taking> takings, Calendar calendar) {
    Optional<Denial> gravest = Optional.empty();
    for (Taking taking : takings) {
      Optional<Denial> denial = taking.hearing().hopeless(calendar);
      if (denial.isPresent()
          && (gravest.isEmpty() || Denial.GRAVEST_FIRST.compare(denial.get(), gravest.get()) < 0)) {
        gravest = denial;
      }
    }
    return gravest;
  }

  private static boolean areAllHeld(List<Taken> taken) {
    for (Taken one : taken) {
      if (!(one instanceof Taken.Held)) {
        return false;
      }
    }
    return true;
  }

  private static Reserved granted(Demand demand, Windows windows, List<Taken> taken) {
    var grants = new ArrayList<Reserved.Grant>(taken.size());
    var held = new ArrayList<Reservation.Held>(taken.size());
    for (Taken one : taken) {
      if (one instanceof Taken.Held(Taking taking, Reserved.Grant grant)) {
        grants.add(grant);
        held.add(taking.held());
      }
    }
    return new Reserved.Granted(demand.reservation(windows, held, demand.booked()), grants);
  }

  /// Whatever was taken of it is a leak without a record, and folds.
  Reservation unreserved(Demand demand, Calendar calendar) {
    var accounts = new ArrayList<Scope>(demand.booked());
    demand.holds().forEach(hold -> accounts.add(hold.scope()));
    return demand.reservation(calendar.windows(demand.rid().bucket()), List.of(), accounts);
  }

  /// Gives back everything that a demand was granted.
  ///
  /// @return whether it is certain that nothing is left of it
  boolean giveBack(Demand demand, Calendar calendar, Instant now, Reserved.Granted granted) {
    var attempt = Attempt.of(demand, calendar.windows(demand.rid().bucket()), now);
    return giveBack(
        granted.grants().stream()
            .<Taken>map(grant -> new Taken.Held(Taking.of(attempt, grant), grant))
            .toList());
  }

  /// @return whether it is certain that nothing is left of this attempt
  private boolean giveBack(List<Taken> taken) {
    var tasks = new ArrayList<Supplier<Boolean>>();
    for (Taken one : taken) {
      if (one instanceof Taken.Held held) {
        tasks.add(() -> taker.giveBack(held));
      }
    }
    return fan.all(tasks).stream().allMatch(Boolean::booleanValue)
        && taken.stream().noneMatch(Taken.Lost.class::isInstance);
  }

  private static Reserved refusal(List<Taken> taken, boolean doubtful) {
    var denials = new ArrayList<Denial>();
    for (Taken one : taken) {
      switch (one) {
        case Taken.Outdated() -> {
          return new Reserved.Outdated(doubtful);
        }
        case Taken.Denied(Denial denial) -> denials.add(denial);
        case Taken.Held held -> {}
        case Taken.Lost lost -> {}
      }
    }
    // A definite no is a better answer than "try again": the call that nobody could ask about would
    // be refused anyway.
    return denials.stream()
        .min(Denial.GRAVEST_FIRST)
        .<Reserved>map(Reserved.Denied::new)
        .orElseGet(() -> unavailable(taken));
  }

  private static Reserved unavailable(List<Taken> taken) {
    List<Taken.Lost> lost =
        taken.stream().filter(Taken.Lost.class::isInstance).map(Taken.Lost.class::cast).toList();
    if (lost.isEmpty()) {
      throw new IllegalStateException("nothing was refused and nothing was lost: " + taken);
    }
    return new Reserved.Unavailable(
        lost.getFirst().why(), lost.stream().allMatch(Taken.Lost::silent));
  }
}
