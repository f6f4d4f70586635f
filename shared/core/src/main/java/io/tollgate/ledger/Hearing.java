package io.tollgate.ledger;

import io.tollgate.money.Usd;
import io.tollgate.table.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the limits of one account say to one call: the hard ones why it may not be had, the soft
/// and shadow ones why it should not. Pure.
///
/// @param clocks one for each pace of the hold
/// @param loops one for each fingerprint, where loops are limited
record Hearing(Attempt attempt, Hold hold, List<PaceClock> clocks, List<LoopClock> loops) {
  private static final Standing NOTHING = new Standing(Usd.ZERO, Usd.ZERO);

  /// What is charged and held in one window.
  private record Standing(Usd spent, Usd held) {}

  /// What can be refused without asking the store, whatever was spent.
  Optional<Denial> hopeless(Calendar calendar) {
    for (PaceClock clock : clocks) {
      if (refuses(clock) && neverFits(clock)) {
        return Optional.of(misfit(clock));
      }
    }
    for (Slots slots : hold.slots()) {
      if (slots.mode().refuses() && slots.most() == 0) {
        return Optional.of(new Denial.Busy(hold.scope(), slots, 0));
      }
    }
    for (Ceiling ceiling : hold.ceilings()) {
      if (ceiling.mode().refuses() && amount().compareTo(ceiling.limit()) > 0) {
        return Optional.of(overBudget(ceiling, NOTHING, calendar));
      }
    }
    return Optional.empty();
  }

  /// The gravest reason why an account in this state refuses the call; empty if it does not (any
  /// more).
  Optional<Denial> denial(AccountView account) {
    var denials = new ArrayList<Denial>();
    for (Ceiling ceiling : hold.ceilings()) {
      if (ceiling.mode().refuses()) {
        // As the condition sees it, leaks too: they were folded before, where that helps.
        over(ceiling, account, used(ceiling, account)).ifPresent(denials::add);
      }
    }
    long running = running(account);
    for (Slots slots : hold.slots()) {
      if (slots.mode().refuses() && running >= slots.now()) {
        denials.add(new Denial.Busy(hold.scope(), slots, running));
      }
    }
    for (PaceClock clock : clocks) {
      if (refuses(clock)) {
        tooFast(clock, account.item()).ifPresent(denials::add);
      }
    }
    for (LoopClock loop : loops) {
      if (refuses(loop)) {
        looping(loop, account.item()).ifPresent(denials::add);
      }
    }
    return denials.stream().min(Denial.GRAVEST_FIRST);
  }

  /// What the soft and shadow limits of money and slots would have said.
  ///
  /// @param account as it is with the hold
  List<Denial> softLimits(AccountView account) {
    List<Denial> soft = List.of();
    for (Ceiling ceiling : hold.ceilings()) {
      if (!ceiling.mode().refuses()) {
        Usd before = used(ceiling, account).minus(amount());
        soft = and(soft, over(ceiling, account, before));
      }
    }
    for (Slots slots : hold.slots()) {
      long before = running(account) - 1;
      if (!slots.mode().refuses() && before >= slots.now()) {
        soft = and(soft, Optional.of(new Denial.Busy(hold.scope(), slots, before)));
      }
    }
    return soft;
  }

  /// What the soft and shadow paces would say into which the call never fits.
  List<Denial> softMisfits() {
    List<Denial> soft = List.of();
    for (PaceClock clock : clocks) {
      if (!refuses(clock) && neverFits(clock)) {
        soft = and(soft, Optional.of(misfit(clock)));
      }
    }
    return soft;
  }

  /// What the soft and shadow limits would say for which the call comes too early.
  List<Denial> softWaits(Item account) {
    List<Denial> soft = List.of();
    for (PaceClock clock : clocks) {
      soft = refuses(clock) ? soft : and(soft, tooFast(clock, account));
    }
    for (LoopClock loop : loops) {
      soft = refuses(loop) ? soft : and(soft, looping(loop, account));
    }
    return soft;
  }

  // Nearly always nothing is said, and nothing is allocated then.
  private static List<Denial> and(List<Denial> some, Optional<Denial> more) {
    if (more.isEmpty()) {
      return some;
    }
    var all = new ArrayList<>(some);
    all.add(more.get());
    return all;
  }

  private Usd amount() {
    return attempt.demand().amount();
  }

  private static boolean refuses(PaceClock clock) {
    return clock.pace().mode().refuses();
  }

  private static boolean refuses(LoopClock loop) {
    return loop.limit().mode().refuses();
  }

  private static boolean neverFits(PaceClock clock) {
    return clock.weight() > clock.pace().burst();
  }

  private Denial misfit(PaceClock clock) {
    return new Denial.NeverFits(hold.scope(), clock.pace(), clock.weight());
  }

  private static long running(AccountView account) {
    return account.item().num(Account.CALLS).asLong();
  }

  private Usd used(Ceiling ceiling, AccountView account) {
    String window = attempt.windows().of(ceiling.period());
    return new Usd(account.item().num(Account.used(window)).exact());
  }

  /// @param used before this call
  private Optional<Denial> over(Ceiling ceiling, AccountView account, Usd used) {
    if (used.plus(amount()).compareTo(ceiling.limit()) <= 0) {
      return Optional.empty();
    }
    Usd spent = account.spent(attempt.windows().of(ceiling.period()));
    return Optional.of(
        overBudget(ceiling, new Standing(spent, used.minus(spent)), account.calendar()));
  }

  private Denial overBudget(Ceiling ceiling, Standing account, Calendar calendar) {
    Usd spent = account.spent();
    return new Denial.OverBudget(
        hold.scope(),
        ceiling,
        Denial.OverBudget.cause(ceiling.limit(), amount(), spent),
        amount(),
        spent,
        account.held(),
        calendar.endOf(ceiling.period(), attempt.demand().rid().bucket().start()));
  }

  private Optional<Denial> looping(LoopClock loop, Item account) {
    Duration wait = loop.wait(account);
    return wait.isPositive()
        ? Optional.of(new Denial.Looping(hold.scope(), loop.limit(), loop.fingerprint(), wait))
        : Optional.empty();
  }

  private Optional<Denial> tooFast(PaceClock clock, Item account) {
    Duration wait = clock.wait(account);
    return wait.isPositive()
        ? Optional.of(
            new Denial.TooFast(
                hold.scope(),
                clock.pace(),
                clock.weight(),
                clock.left(account),
                wait,
                clock.untilFull(account)))
        : Optional.empty();
  }
}
