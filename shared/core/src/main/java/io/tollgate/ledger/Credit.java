package io.tollgate.ledger;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import java.time.Duration;

/// A token bucket in one attribute: a clock that lags behind now by the credit that is left.
///
/// Two conditional forms move it: NORMAL takes the cost of a credit between that and `burst +
/// slack`; FULL serves an account that was idle longer, was never seen, or whose clock came from a
/// process that lived in the future, and starts from a whole burst. Exactly one of the two can
/// succeed, unless there is not enough credit.
///
/// @param clock the attribute: nanoseconds since the epoch
/// @param cost nanoseconds that this call takes
/// @param burst nanoseconds of credit that an idle account has
/// @param slack nanoseconds by which an account may be idle longer before it begins anew
/// @param now nanoseconds since the epoch by the store's clock
record Credit(String clock, long cost, long burst, long slack, long now) {
  enum Form {
    NORMAL,
    FULL
  }

  /// How far ahead a clock may be before it is taken for a mistake: more than processes ever
  /// differ.
  private static final long AHEAD = Duration.ofSeconds(60).toNanos();

  private long oldest() {
    return now - burst - slack;
  }

  private long newest() {
    return now + burst + slack + AHEAD;
  }

  Condition condition(Form form) {
    return switch (form) {
      case NORMAL -> new Condition.Between(clock, Num.of(oldest()), Num.of(now - cost));
      case FULL -> Condition.any(new Condition.Lacks(clock), below(oldest()), isMistaken());
    };
  }

  private Condition below(long time) {
    return Condition.below(clock, Num.of(time));
  }

  /// Whether the clock came from a process that lived in the future.
  Condition isMistaken() {
    return Condition.above(clock, Num.of(newest()));
  }

  Action action(Form form) {
    return switch (form) {
      case NORMAL -> Action.addToExisting(clock, Num.of(cost));
      case FULL -> Action.set(clock, Num.of(now - burst + cost));
    };
  }

  /// Gives back exactly what either form took.
  Action release() {
    return Action.add(clock, Num.of(-cost));
  }

  /// The form that an account in this state needs; also the right one when there is not enough
  /// credit.
  Form form(Item account) {
    if (!account.has(clock)) {
      return Form.FULL;
    }
    long time = account.num(clock).asLong();
    return time < oldest() || time > newest() ? Form.FULL : Form.NORMAL;
  }

  /// What the clock says; 0 if it says nothing, or nothing that can be believed.
  long time(Item account) {
    long time = account.num(clock).asLong();
    return time > newest() ? 0 : time;
  }

  /// How long until an account in this state has credit for the call; zero if it has.
  Duration wait(Item account) {
    return until(account, cost);
  }

  Duration untilFull(Item account) {
    return until(account, burst);
  }

  private Duration until(Item account, long credit) {
    return form(account) == Form.FULL
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, account.num(clock).asLong() + credit - now));
  }
}
