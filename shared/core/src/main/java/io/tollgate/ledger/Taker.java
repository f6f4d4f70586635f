package io.tollgate.ledger;

import io.tollgate.table.Answer;
import io.tollgate.table.Item;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Takes one hold on one account, or learns why it cannot be had.
///
/// Each try is one plain conditional write. What other calls or leaks changed meanwhile is taken
/// into account before the next.
final class Taker {
  /// How often one hold is applied at most: each may have happened although no answer came.
  private static final int MOST_APPLICATIONS = 3;

  /// How often a write is sent that the store definitely did not apply.
  private static final int MOST_CONFLICTS = 8;

  /// How often a fingerprint may lose the race for a place on an account before it goes uncounted.
  private static final int PATIENT_ROUNDS = 2;

  /// How often an account may change under our eyes before we say that it is too busy.
  private static final int MOST_ROUNDS = 4;

  private static final Duration ONE_ATTEMPT = Duration.ofSeconds(1);

  private final Table once;
  private final Closing closing;
  private final Folding folding;
  private final Jitter jitter;
  private final IdleClocks idle = new IdleClocks();
  private final Shares shares;

  /// @param shares is told how far the budgets of what was had are spent
  Taker(Table table, Closing closing, Folding folding, Jitter jitter, Shares shares) {
    this.once = table.once(ONE_ATTEMPT);
    this.closing = closing;
    this.folding = folding;
    this.jitter = jitter;
    this.shares = shares;
  }

  Taken take(Taking first, Calendar calendar, Instant now) {
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

  /// At most once: no answer, or a refusal, leaves it to the fold.
  ///
  /// @return whether it is certain that nothing is left of it
  boolean giveBack(Taken.Held held) {
    return once.write(held.taking().giveBack(held.grant().account())) instanceof Answer.Applied;
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
