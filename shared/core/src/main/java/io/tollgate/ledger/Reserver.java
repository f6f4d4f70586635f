package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Answer;
import io.tollgate.table.Item;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes a call's holds, all at once, and gives back those that were had when another was refused.
///
/// Each hold is one plain conditional write. Never a transaction: every call of an organisation
/// shares accounts.
final class Reserver {
  /// How often one hold is applied at most: each may have happened although no answer came.
  private static final int MOST_APPLICATIONS = 3;

  /// How often a write is sent that the store definitely did not apply.
  private static final int MOST_CONFLICTS = 8;

  /// How often a fingerprint may lose the race for a place on an account before it goes uncounted.
  private static final int PATIENT_ROUNDS = 2;

  /// How often an account may change under our eyes before we say that it is too busy.
  private static final int MOST_ROUNDS = 4;

  /// By how many thousandths of full speed a call may be too fast.
  private static final int NOTICEABLE = 50;

  private static final Duration ONE_ATTEMPT = Duration.ofSeconds(1);

  private final Table once;
  private final Closing closing;
  private final Folding folding;
  private final Fan fan;
  private final Jitter jitter;
  private final IdleClocks idle = new IdleClocks();
  private final Shares shares = new Shares();

  Reserver(Table table, Closing closing, Folding folding, Fan fan, Jitter jitter) {
    this.once = table.once(ONE_ATTEMPT);
    this.closing = closing;
    this.folding = folding;
    this.fan = fan;
    this.jitter = jitter;
  }

  /// What became of one hold.
  private sealed interface Taken {
    record Held(Taking taking, Reserved.Grant grant) implements Taken {}

    record Denied(Denial denial) implements Taken {}

    record Outdated() implements Taken {}

    /// @param silent whether no answer came at all
    record Lost(String why, boolean silent) implements Taken {}
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
      tasks.add(() -> take(taking, calendar, now));
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
    return new Reserved.Granted(reservation(demand, windows, held, demand.booked()), grants);
  }

  private static Reservation reservation(
      Demand demand, Windows windows, List<Reservation.Held> held, List<Scope> booked) {
    return new Reservation(
        demand.rid(),
        demand.arrived(),
        demand.subject(),
        demand.amount(),
        demand.inputTokens(),
        demand.outputTokens(),
        windows,
        held,
        booked,
        demand.until());
  }

  /// Whatever was taken of it is a leak without a record, and folds.
  Reservation unreserved(Demand demand, Calendar calendar) {
    var accounts = new ArrayList<Scope>(demand.booked());
    demand.holds().forEach(hold -> accounts.add(hold.scope()));
    return reservation(demand, calendar.windows(demand.rid().bucket()), List.of(), accounts);
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
    var tasks = new ArrayList<Supplier<Answer>>();
    for (Taken one : taken) {
      if (one instanceof Taken.Held(Taking taking, Reserved.Grant grant)) {
        // At most once: no answer, or a refusal, leaves it to the fold.
        tasks.add(() -> once.write(taking.giveBack(grant.account())));
      }
    }
    return fan.all(tasks).stream().allMatch(Answer.Applied.class::isInstance)
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

  private Taken take(Taking first, Calendar calendar, Instant now) {
    Taking taking = first;
    Item believed = idle.seen(taking.hold());
    boolean doubt = false;
    boolean folded = false;
    int applications = 0;
    int conflicts = 0;
    int rounds = 0;
    while (true) {
      switch (once.write(taking.take(believed))) {
        case Answer.Applied(Item account, Instant at) -> {
          return had(taking, view(account, calendar, now));
        }
        case Answer.Unknown(String why) -> {
          doubt = true;
          if (++applications == MOST_APPLICATIONS) {
            return new Taken.Lost(why, true);
          }
        }
        case Answer.NotApplied(String why) -> {
          if (++conflicts == MOST_CONFLICTS) {
            return new Taken.Lost(why, false);
          }
          jitter.pause();
        }
        case Answer.Refused(Item account, Instant at) -> {
          if (taking.isOurs(account)) {
            return had(taking, view(account, calendar, now));
          }
          if (taking.isOutdatedFor(account)) {
            return new Taken.Outdated();
          }
          idle.saw(taking.hold(), account);
          Optional<Denial> denial = taking.hearing().denial(view(account, calendar, now));
          if (denial.isPresent() && !folded && isHeldMoney(denial.get())) {
            // Mandatory before a refusal for money or slots: an account full of leaks would never
            // be settled, nor folded.
            folded = true;
            if (heal(taking, account, calendar, now)) {
              continue;
            }
          }
          if (denial.isPresent()) {
            return doubt && isHeldMoney(denial.get())
                ? new Taken.Lost(
                    "an earlier try went unanswered, and the hold in the way may be its", false)
                : new Taken.Denied(denial.get());
          }
          if (++rounds == MOST_ROUNDS) {
            return new Taken.Lost(taking.scope() + " changes too fast", false);
          }
          taking = taking.waiving(account);
          if (rounds >= PATIENT_ROUNDS) {
            taking = taking.givingWay(account);
          }
          believed = account;
        }
      }
    }
  }

  private Taken had(Taking taking, AccountView account) {
    idle.saw(taking.hold(), account.item());
    shares.saw(taking.hold(), taking.windows(), account);
    return new Taken.Held(taking, taking.granted(account));
  }

  private static boolean isHeldMoney(Denial denial) {
    return denial instanceof Denial.OverBudget || denial instanceof Denial.Busy;
  }

  // As far as this demand's calendar knows, whatever was closed while this process was frozen.
  private AccountView view(Item account, Calendar calendar, Instant now) {
    return new AccountView(account, calendar, closing.closedBy(now));
  }

  /// Folds what is closed; asks how far that is, if the account shows a bucket that should be by
  /// now.
  private boolean heal(Taking taking, Item account, Calendar calendar, Instant now) {
    AccountView view = view(account, calendar, now);
    boolean stale =
        view.buckets().stream()
            .anyMatch(
                bucket -> bucket.compareTo(closing.closed()) > 0 && closing.isDue(bucket, now));
    if (stale) {
      try {
        closing.refresh();
      } catch (StoreUnavailable e) {
        // An older mark is safe: it folds less.
        return false;
      }
      view = view(account, calendar, now);
    }
    if (view.closedBuckets().isEmpty()) {
      return false;
    }
    folding.fold(taking.scope(), view);
    return true;
  }
}
