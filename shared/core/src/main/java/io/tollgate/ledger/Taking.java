package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.PaceClock.Form;
import io.tollgate.money.Usd;
import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import io.tollgate.table.Table;
import io.tollgate.table.Value;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One call's hold on one account, as writes: how it is taken and given back.
///
/// Taking is harmless if applied twice or late: it only holds too much, which the fold heals.
/// Giving back is sent at most once, and guarded so that it never takes what it did not put there.
final class Taking {
  /// A session's account lives this long after it was last touched.
  static final Duration SESSION_LIFE = Duration.ofDays(31);

  private static final Map<ScopeKind, Action> LISTINGS = listings();

  private final Attempt attempt;
  private final Demand demand;
  private final Hold hold;
  private final List<PaceClock> clocks;
  private final Hearing hearing;
  private final List<Denial> waived;

  private Taking(Attempt attempt, Hold hold, List<Denial> waived) {
    this.attempt = attempt;
    this.demand = attempt.demand();
    this.hold = hold;
    var paced = new ArrayList<PaceClock>(hold.paces().size());
    for (Pace pace : hold.paces()) {
      paced.add(new PaceClock(pace, Math.max(1, demand.weight(pace)), nanos(attempt.now())));
    }
    this.clocks = paced;
    this.hearing = new Hearing(attempt, hold, paced);
    this.waived = List.copyOf(waived);
  }

  /// As it is asked for first.
  static Taking of(Attempt attempt, Hold hold) {
    var taking = new Taking(attempt, hold, List.of());
    return taking.without(taking.hearing.softMisfits());
  }

  /// As it was granted, to be given back.
  static Taking of(Attempt attempt, Reserved.Grant grant) {
    return new Taking(attempt, grant.hold(), List.of());
  }

  /// The same without the soft clocks that have no credit for it in an account of this state: they
  /// are not moved, and say so.
  Taking waiving(Item account) {
    return without(hearing.softWaits(account));
  }

  private Taking without(Map<Pace, Denial> soft) {
    if (soft.isEmpty()) {
      return this;
    }
    var said = new ArrayList<>(waived);
    said.addAll(soft.values());
    List<Pace> kept = hold.paces().stream().filter(pace -> !soft.containsKey(pace)).toList();
    return new Taking(attempt, hold.at(kept), said);
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

  Hearing hearing() {
    return hearing;
  }

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /// The forms in which the clocks of an account in this state move, in the order of the paces.
  List<Form> forms(Item account) {
    var forms = new ArrayList<Form>(clocks.size());
    for (PaceClock clock : clocks) {
      forms.add(clock.form(account));
    }
    return forms;
  }

  /// Repeatable: a second application only holds too much.
  Write.Update take(List<Form> forms) {
    var actions = new ArrayList<Action>(16);
    actions.addAll(attempt.takes());
    for (int i = 0; i < clocks.size(); i++) {
      actions.add(clocks.get(i).action(forms.get(i)));
    }
    actions.addAll(naming(hold.scope(), attempt.now()));
    return new Write.Update(Account.key(hold.scope()), actions, condition(forms));
  }

  private Condition condition(List<Form> forms) {
    var all = new ArrayList<Condition>(attempt.first());
    for (Period period : Period.values()) {
      Optional<Usd> tightest = tightest(period);
      if (tightest.isPresent()) {
        String used = Account.used(attempt.windows().of(period));
        Num most = Num.of(tightest.get().minus(demand.amount()).picos());
        all.add(Condition.any(new Condition.Lacks(used), Condition.atMost(used, most)));
      }
    }
    for (Slots slots : hold.slots()) {
      if (slots.mode().refuses()) {
        Num most = Num.of(slots.most());
        all.add(
            Condition.any(
                new Condition.Lacks(Account.CALLS), Condition.below(Account.CALLS, most)));
      }
    }
    for (int i = 0; i < clocks.size(); i++) {
      all.add(clocks.get(i).condition(forms.get(i)));
    }
    return new Condition.All(all);
  }

  private Optional<Usd> tightest(Period period) {
    Optional<Usd> tightest = Optional.empty();
    for (Ceiling ceiling : hold.ceilings()) {
      if (ceiling.mode().refuses()
          && ceiling.period() == period
          && (tightest.isEmpty() || ceiling.limit().compareTo(tightest.get()) < 0)) {
        tightest = Optional.of(ceiling.limit());
      }
    }
    return tightest;
  }

  private static Map<ScopeKind, Action> listings() {
    var listings = new EnumMap<ScopeKind, Action>(ScopeKind.class);
    for (ScopeKind kind : ScopeKind.values()) {
      listings.put(
          kind, Action.setIfAbsent(Table.LISTED_BY, Value.of(String.valueOf(kind.code()))));
    }
    return listings;
  }

  /// What every write on an account also says: how it is listed, its name where the key hides it, a
  /// session's life.
  static List<Action> naming(Scope scope, Instant now) {
    var actions = new ArrayList<Action>(3);
    actions.add(LISTINGS.get(scope.kind()));
    if (Account.isHashed(scope)) {
      actions.add(Action.setIfAbsent(Account.NAME, Value.of(scope.name())));
    }
    if (scope.kind() == ScopeKind.SESSION) {
      actions.add(Action.set(Account.EXPIRES, Num.of(now.plus(SESSION_LIFE).getEpochSecond())));
    }
    return actions;
  }

  /// Only of an acknowledged hold, only before the journal item's put was sent, at most once.
  Write.Update giveBack() {
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
        tokenClocks.put(clock.pace().clock(), clock.pace().nanos());
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
