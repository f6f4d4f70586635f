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
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// One call's hold on one account, as writes: how it is taken, given back, and why it may not be
/// had.
///
/// Taking is harmless if applied twice or late: it only holds too much, which the fold heals.
/// Giving back is sent at most once, and guarded so that it never takes what it did not put there.
final class Taking {
  /// A session's account lives this long after it was last touched.
  static final Duration SESSION_LIFE = Duration.ofDays(31);

  private final Demand demand;
  private final Hold hold;
  private final Windows windows;
  private final Instant now;
  private final Num amount;
  private final List<PaceClock> clocks;

  Taking(Demand demand, Hold hold, Windows windows, Instant now) {
    this.demand = demand;
    this.hold = hold;
    this.windows = windows;
    this.now = now;
    this.amount = Num.of(demand.amount().picos());
    this.clocks =
        hold.paces().stream()
            .map(pace -> new PaceClock(pace, Math.max(1, demand.weight(pace)), nanos(now)))
            .toList();
  }

  Hold hold() {
    return hold;
  }

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /// The forms in which the clocks of an account in this state move, in the order of the paces.
  List<Form> forms(Item account) {
    return clocks.stream().map(clock -> clock.form(account)).toList();
  }

  /// Repeatable: a second application only holds too much.
  Write.Update take(List<Form> forms) {
    Bucket bucket = demand.rid().bucket();
    var actions = new ArrayList<Action>(14);
    for (String window : windows.ids()) {
      actions.add(Action.add(Account.used(window), amount));
    }
    actions.add(Action.add(Account.held(bucket), amount));
    actions.add(Action.add(Account.CALLS, Num.ONE));
    actions.add(Action.add(Account.callsIn(bucket), Num.ONE));
    actions.add(Action.set(Account.LAST, demand.rid().toString()));
    actions.add(Action.set(Account.POLICIES, Num.of(demand.policies())));
    for (int i = 0; i < clocks.size(); i++) {
      actions.add(clocks.get(i).action(forms.get(i)));
    }
    actions.addAll(naming(hold.scope(), now));
    return new Write.Update(Account.key(hold.scope()), actions, condition(forms));
  }

  private Condition condition(List<Form> forms) {
    var all = new ArrayList<Condition>();
    all.add(
        Condition.any(
            new Condition.Lacks(Account.POLICIES),
            Condition.atMost(Account.POLICIES, Num.of(demand.policies()))));
    all.add(
        Condition.any(
            new Condition.Lacks(Account.LAST),
            Condition.not(Account.LAST, Value.of(demand.rid().toString()))));
    for (Period period : Period.values()) {
      tightest(period)
          .ifPresent(limit -> {
            String used = Account.used(windows.of(period));
            Num most = Num.of(limit.minus(demand.amount()).picos());
            all.add(Condition.any(new Condition.Lacks(used), Condition.atMost(used, most)));
          });
    }
    hold.concurrency()
        .ifPresent(most ->
            all.add(
                Condition.any(
                    new Condition.Lacks(Account.CALLS),
                    Condition.below(Account.CALLS, Num.of(most)))));
    for (int i = 0; i < clocks.size(); i++) {
      all.add(clocks.get(i).condition(forms.get(i)));
    }
    return new Condition.All(all);
  }

  private Optional<Usd> tightest(Period period) {
    return hold.ceilings().stream()
        .filter(ceiling -> ceiling.period() == period)
        .map(Ceiling::limit)
        .min(Usd::compareTo);
  }

  /// What every write on an account also says: how it is listed, its name where the key hides it, a
  /// session's life.
  static List<Action> naming(Scope scope, Instant now) {
    var actions = new ArrayList<Action>(3);
    actions.add(Action.setIfAbsent(Table.LISTED_BY, Value.of(String.valueOf(scope.kind().code()))));
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
    Bucket bucket = demand.rid().bucket();
    var actions = new ArrayList<Action>();
    for (String window : windows.ids()) {
      actions.add(Action.add(Account.used(window), amount.negated()));
    }
    actions.add(Action.addToExisting(Account.held(bucket), amount.negated()));
    actions.add(Action.addToExisting(Account.CALLS, Num.of(-1)));
    actions.add(Action.addToExisting(Account.callsIn(bucket), Num.of(-1)));
    clocks.forEach(clock -> actions.add(clock.release()));
    return new Write.Update(
        Account.key(hold.scope()),
        actions,
        Condition.all(
            Condition.atLeast(Account.held(bucket), amount),
            Condition.atLeast(Account.callsIn(bucket), Num.ONE)));
  }

  /// What can be refused without asking the store, whatever was spent.
  Optional<Denial> hopeless(Calendar calendar) {
    for (PaceClock clock : clocks) {
      if (clock.weight() > clock.pace().burst()) {
        return Optional.of(new Denial.NeverFits(hold.scope(), clock.pace(), clock.weight()));
      }
    }
    if (hold.concurrency().isPresent() && hold.concurrency().getAsLong() == 0) {
      return Optional.of(new Denial.Busy(hold.scope(), hold.concurrencyPolicy(), 0, 0));
    }
    return hold.ceilings().stream()
        .filter(ceiling -> demand.amount().compareTo(ceiling.limit()) > 0)
        .findFirst()
        .map(ceiling -> overBudget(ceiling, Usd.ZERO, Usd.ZERO, calendar));
  }

  /// The gravest reason why an account in this state refuses the call; empty if it does not (any
  /// more).
  Optional<Denial> denial(AccountView account) {
    var denials = new ArrayList<Denial>();
    for (Ceiling ceiling : hold.ceilings()) {
      String window = windows.of(ceiling.period());
      // As the condition sees it, leaks too: they were folded before, where that helps.
      Usd used = new Usd(account.item().num(Account.used(window)).exact());
      if (used.plus(demand.amount()).compareTo(ceiling.limit()) > 0) {
        Usd spent = account.spent(window);
        denials.add(overBudget(ceiling, spent, used.minus(spent), account.calendar()));
      }
    }
    long running = account.item().num(Account.CALLS).asLong();
    if (hold.concurrency().isPresent() && running >= hold.concurrency().getAsLong()) {
      long most = hold.concurrency().getAsLong();
      denials.add(new Denial.Busy(hold.scope(), hold.concurrencyPolicy(), most, running));
    }
    for (PaceClock clock : clocks) {
      Duration wait = clock.wait(account.item());
      if (wait.isPositive()) {
        denials.add(tooFast(clock, account.item(), wait));
      }
    }
    return denials.stream().min(Denial.GRAVEST_FIRST);
  }

  private Denial tooFast(PaceClock clock, Item account, Duration wait) {
    return new Denial.TooFast(
        hold.scope(),
        clock.pace(),
        clock.weight(),
        clock.left(account),
        wait,
        clock.untilFull(account));
  }

  private Denial overBudget(Ceiling ceiling, Usd spent, Usd held, Calendar calendar) {
    return new Denial.OverBudget(
        hold.scope(),
        ceiling,
        Denial.OverBudget.cause(ceiling.limit(), demand.amount(), spent),
        demand.amount(),
        spent,
        held,
        calendar.endOf(ceiling.period(), demand.rid().bucket().start()));
  }

  /// What the journal item must know of this hold.
  Reservation.Held held() {
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
