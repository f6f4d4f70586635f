package io.tollgate.ledger;

import io.tollgate.ledger.Credit.Form;
import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import java.time.Duration;

/// A pace's clock on an account: a slack-clamped token bucket.
///
/// With T nanoseconds per token, burst B and slack S = B/4, a call of weight w takes `w·T`; an idle
/// account gets its whole burst at once, never more than 1.25 of it.
///
/// @param pace how fast
/// @param weight how many tokens this call takes, at least 1, at most the burst
/// @param credit what it takes, as writes
record PaceClock(Pace pace, long weight, Credit credit) {
  /// @param now nanoseconds since the epoch by the store's clock
  PaceClock(Pace pace, long weight, long now) {
    this(
        pace,
        weight,
        new Credit(
            pace.clock(), cost(pace, weight), pace.burstNanos(), pace.burstNanos() / 4, now));
  }

  // A call that fits at full speed takes the whole burst when it does not any more: it has to wait
  // for it, and is not kept out for ever.
  private static long cost(Pace pace, long weight) {
    return weight > pace.atOnce() ? pace.burstNanos() : weight * pace.nanos();
  }

  /// What one unit of this call cost, rounded down: never more than what was taken comes back.
  long nanosEach() {
    return credit.cost() / weight;
  }

  Condition condition(Item account) {
    return credit.condition(credit.form(account));
  }

  Action action(Item account) {
    return credit.action(credit.form(account));
  }

  Action release() {
    return credit.release();
  }

  Duration wait(Item account) {
    return credit.wait(account);
  }

  /// How many tokens an account in this state has left.
  long left(Item account) {
    return credit.form(account) == Form.FULL
        ? pace.atOnce()
        : Math.clamp(
            (credit.now() - account.num(pace.clock()).asLong()) / pace.nanos(), 0, pace.atOnce());
  }

  Duration untilFull(Item account) {
    return credit.untilFull(account);
  }
}
