package io.tollgate.ledger;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import io.tollgate.table.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A fingerprint's clock on an account: a token bucket without slack, so that exactly `most` fit at
/// once.
///
/// An account has a few places, each with a fingerprint and its clock. A fingerprint that has none
/// takes over the place that is idle longest, or else the one whose clock lags most: that one says
/// least. Conditions see to it that a fingerprint never has two places, and that the place which is
/// taken over says no more than was known. So the account never grows, and no list is rewritten.
record LoopClock(LoopLimit limit, Fingerprint fingerprint, long now) {
  private int place(int offset) {
    Fingerprint.Of of = fingerprint.of();
    return of.first() + offset % of.places();
  }

  private int count() {
    return fingerprint.of().places();
  }

  private Credit credit(int place) {
    return new Credit(Account.loop(place), limit.nanos(), limit.burstNanos(), 0, now);
  }

  private OptionalInt own(Item account) {
    for (int i = 0; i < count(); i++) {
      if (account
          .text(Account.fingerprint(place(i)))
          .filter(fingerprint.hash()::equals)
          .isPresent()) {
        return OptionalInt.of(place(i));
      }
    }
    return OptionalInt.empty();
  }

  /// Whether an account in this state does not know the fingerprint.
  boolean isNewTo(Item account) {
    return own(account).isEmpty();
  }

  /// The place that is forgotten most easily. Of several free ones each fingerprint has its own, so
  /// that calls which know nothing of the account rarely meet.
  private int weakest(Item account) {
    int preferred = fingerprint.hash().charAt(0) % count();
    int weakest = place(preferred);
    for (int i = 1; i < count(); i++) {
      int next = place(preferred + i);
      if (time(account, next) < time(account, weakest)) {
        weakest = next;
      }
    }
    return weakest;
  }

  private long time(Item account, int place) {
    return credit(place).time(account);
  }

  void conditions(Item account, List<Condition> all) {
    Value hash = Value.of(fingerprint.hash());
    OptionalInt own = own(account);
    if (own.isPresent()) {
      Credit credit = credit(own.getAsInt());
      all.add(Condition.is(Account.fingerprint(own.getAsInt()), hash));
      all.add(credit.condition(credit.form(account)));
      return;
    }
    for (int i = 0; i < count(); i++) {
      all.add(Condition.not(Account.fingerprint(place(i)), hash));
    }
    all.add(isWeak(account, weakest(account)));
  }

  private Condition isWeak(Item account, int place) {
    // Idle ones may be forgotten by anybody, whoever's they are.
    long latest = Math.max(now - limit.burstNanos(), time(account, place));
    String clock = Account.loop(place);
    return Condition.any(
        new Condition.Lacks(clock),
        Condition.atMost(clock, Num.of(latest)),
        credit(place).isMistaken());
  }

  void actions(Item account, List<Action> all) {
    OptionalInt own = own(account);
    if (own.isPresent()) {
      Credit credit = credit(own.getAsInt());
      all.add(credit.action(credit.form(account)));
      return;
    }
    int place = weakest(account);
    all.add(Action.set(Account.fingerprint(place), Value.of(fingerprint.hash())));
    all.add(credit(place).action(Credit.Form.FULL));
  }

  /// Gives back what was taken.
  ///
  /// Not guarded by the fingerprint: where another has taken over the place since, that one may
  /// repeat once more, while a guard would refuse to give back the money beside it.
  ///
  /// @param account as it was with the hold
  List<Action> release(Item account) {
    OptionalInt own = own(account);
    var actions = new ArrayList<Action>(1);
    if (own.isPresent()) {
      actions.add(credit(own.getAsInt()).release());
    }
    return actions;
  }

  /// How long until the same may be asked once more; zero if it may be now.
  Duration wait(Item account) {
    OptionalInt own = own(account);
    return own.isPresent() ? credit(own.getAsInt()).wait(account) : Duration.ZERO;
  }
}
