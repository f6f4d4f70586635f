package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.money.Usd;
import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import io.tollgate.table.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call's hold on one account, as writes: how it is taken and given back.
///
/// Taking is harmless if applied twice or late: it only holds too much, which the fold heals.
/// Giving back is sent at most once, and guarded so that it never takes what it did not put there.
final class Taking {
  private final Attempt attempt;
  private final Demand demand;
  private final Hold hold;
  private final List<PaceClock> clocks;
  private final List<LoopClock> loops;
  private final Hearing hearing;
  private final List<Denial> waived;

  private Taking(Attempt attempt, Hold hold, List<Fingerprint> watched, List<Denial> waived) {
    this.attempt = attempt;
    this.demand = attempt.demand();
    this.hold = hold;
    var paced = new ArrayList<PaceClock>(hold.paces().size());
    for (Pace pace : hold.paces()) {
      paced.add(new PaceClock(pace, Math.max(1, demand.weight(pace)), nanos(attempt.now())));
    }
    this.clocks = paced;
    this.loops = loops(attempt, hold, watched);
    this.hearing = new Hearing(attempt, hold, paced, loops);
    this.waived = List.copyOf(waived);
  }

  private static List<LoopClock> loops(Attempt attempt, Hold hold, List<Fingerprint> watched) {
    // Most accounts limit no loops.
    if (hold.loopLimits().isEmpty() || watched.isEmpty()) {
      return List.of();
    }
    LoopLimit limit = hold.loopLimits().getFirst();
    long now = nanos(attempt.now());
    return watched.stream().map(print -> new LoopClock(limit, print, now)).toList();
  }

  /// As it is asked for first.
  static Taking of(Attempt attempt, Hold hold) {
    var taking = new Taking(attempt, hold, attempt.demand().fingerprints(), List.of());
    return taking.without(taking.hearing.softMisfits());
  }

  /// As it was granted, to be given back.
  static Taking of(Attempt attempt, Reserved.Grant grant) {
    return new Taking(attempt, grant.hold(), attempt.demand().fingerprints(), List.of())
        .without(grant.objections());
  }

  /// The same without the soft clocks that have no credit for it in an account of this state: they
  /// are not moved, and say so.
  Taking waiving(Item account) {
    return without(hearing.softWaits(account));
  }

  /// The same without the clocks that these denials are of.
  private Taking without(List<Denial> soft) {
    if (soft.isEmpty()) {
      return this;
    }
    var paces = new ArrayList<>(hold.paces());
    var watched = new ArrayList<>(loops.stream().map(LoopClock::fingerprint).toList());
    for (Denial denial : soft) {
      switch (denial) {
        case Denial.TooFast fast -> paces.remove(fast.pace());
        case Denial.NeverFits never -> paces.remove(never.pace());
        case Denial.Looping looping -> watched.remove(looping.fingerprint());
        // Money and slots are held, whatever is said of them.
        case Denial.OverBudget money -> {}
        case Denial.Busy slots -> {}
      }
    }
    var said = new ArrayList<>(waived);
    said.addAll(soft);
    return new Taking(attempt, hold.at(paces), watched, said);
  }

  /// The same without the clocks of fingerprints that an account of this state does not know.
  ///
  /// Where many call at once, places change hands faster than they can be taken. Loops are what is
  /// looked for, and whoever repeats something will be known soon.
  Taking givingWay(Item account) {
    List<Fingerprint> known =
        loops.stream().filter(loop -> !loop.isNewTo(account)).map(LoopClock::fingerprint).toList();
    return known.size() == loops.size() ? this : new Taking(attempt, hold, known, waived);
  }

  Scope scope() {
    return hold.scope();
  }

  /// What is told of a hold that was taken.
  Reserved.Grant granted(AccountView account) {
    List<Denial> soft = hearing.softLimits(account);
    if (waived.isEmpty()) {
      return new Reserved.Grant(hold, account.item(), soft);
    }
    var all = new ArrayList<>(waived);
    all.addAll(soft);
    return new Reserved.Grant(hold, account.item(), all);
  }

  Hold hold() {
    return hold;
  }

  Windows windows() {
    return attempt.windows();
  }

  Hearing hearing() {
    return hearing;
  }

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /// Repeatable: a second application only holds too much.
  ///
  /// @param account the state that it is believed to be in, which decides how its clocks are moved;
  ///   where that is wrong the condition refuses
  Write.Update take(Item account) {
    var actions = new ArrayList<Action>(16);
    actions.addAll(attempt.takes());
    for (PaceClock clock : clocks) {
      actions.add(clock.action(account));
    }
    for (LoopClock loop : loops) {
      loop.actions(account, actions);
    }
    actions.addAll(Account.naming(hold.scope(), attempt.now()));
    return new Write.Update(Account.key(hold.scope()), actions, condition(account));
  }

  private Condition condition(Item account) {
    var all = new ArrayList<Condition>(attempt.first());
    for (Period period : Period.values()) {
      Optional<Usd> tightest = hold.tightest(period);
      if (tightest.isPresent()) {
        String used = Account.used(attempt.windows().of(period));
        Num most = Num.of(tightest.get().minus(demand.amount()).picos());
        all.add(Condition.any(new Condition.Lacks(used), Condition.atMost(used, most)));
      }
    }
    for (Slots slots : hold.slots()) {
      if (slots.mode().refuses()) {
        Num most = Num.of(slots.now());
        all.add(
            Condition.any(
                new Condition.Lacks(Account.CALLS), Condition.below(Account.CALLS, most)));
      }
    }
    for (PaceClock clock : clocks) {
      all.add(clock.condition(account));
    }
    for (LoopClock loop : loops) {
      loop.conditions(account, all);
    }
    return new Condition.All(all);
  }

  /// Only of an acknowledged hold, only before the journal item's put was sent, at most once.
  ///
  /// @param account as it was with the hold
  Write.Update giveBack(Item account) {
    Num back = attempt.amount().negated();
    var actions = new ArrayList<Action>();
    for (String used : attempt.windows().used()) {
      actions.add(Action.add(used, back));
    }
    actions.add(Action.addToExisting(attempt.held(), back));
    actions.add(Action.addToExisting(Account.CALLS, Num.of(-1)));
    actions.add(Action.addToExisting(attempt.callsIn(), Num.of(-1)));
    for (PaceClock clock : clocks) {
      actions.add(clock.release());
    }
    for (LoopClock loop : loops) {
      actions.addAll(loop.release(account));
    }
    return new Write.Update(
        Account.key(hold.scope()),
        actions,
        Condition.all(
            Condition.atLeast(attempt.held(), attempt.amount()),
            Condition.atLeast(attempt.callsIn(), Num.ONE)));
  }

  /// What the journal item must know of this hold.
  Reservation.Held held() {
    if (clocks.isEmpty()) {
      return new Reservation.Held(hold.scope(), Map.of());
    }
    var tokenClocks = new HashMap<String, Long>();
    for (PaceClock clock : clocks) {
      if (clock.pace().resource() == Pace.Resource.TOKENS) {
        tokenClocks.put(clock.pace().clock(), clock.nanosEach());
      }
    }
    return new Reservation.Held(hold.scope(), tokenClocks);
  }

  boolean isOurs(Item account) {
    return account.text(Account.LAST).equals(Optional.of(demand.rid().toString()));
  }

  boolean isOutdatedFor(Item account) {
    return account.num(Account.POLICIES).compareTo(Num.of(demand.policies())) > 0;
  }
}
