package io.tollgate.ledger;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import java.time.Duration;

/// A slack-clamped token bucket in one attribute: a clock that lags behind now by the credit that
/// is left.
///
/// With T nanoseconds per token, burst B and slack S = B/4, two conditional forms move it: NORMAL
/// takes `w·T` of a credit between `w·T` and `(B+S)·T`; FULL serves an account that was idle
/// longer, was never seen, or whose clock came from a process that lived in the future, and starts
/// from a whole burst. Exactly one of the two can succeed, unless there is not enough credit.
///
/// @param pace how fast
/// @param weight how many tokens this call takes, at least 1, at most the burst
/// @param now nanoseconds since the epoch by the store's clock
record PaceClock(Pace pace, long weight, long now) {
  enum Form {
    NORMAL,
    FULL
  }

  /// How far ahead a clock may be before it is taken for a mistake: more than processes ever
  /// differ.
  private static final long AHEAD = Duration.ofSeconds(60).toNanos();

  // A call that fits at full speed takes the whole burst when it does not any more: it has to wait
  // for it, and is not kept out for ever.
  private long cost() {
    return weight > pace.atOnce() ? burst() : weight * pace.nanos();
  }

  private long burst() {
    return pace.burstNanos();
  }

  /// What one unit of this call cost, rounded down: never more than what was taken comes back.
  long nanosEach() {
    return cost() / weight;
  }

  private long burstAndSlack() {
    return burst() + burst() / 4;
  }

  Condition condition(Form form) {
    String clock = pace.clock();
    Num oldest = Num.of(now - burstAndSlack());
    return switch (form) {
      case NORMAL -> new Condition.Between(clock, oldest, Num.of(now - cost()));
      case FULL ->
          Condition.any(
              new Condition.Lacks(clock),
              Condition.below(clock, oldest),
              Condition.above(clock, Num.of(now + burstAndSlack() + AHEAD)));
    };
  }

  Action action(Form form) {
    return switch (form) {
      case NORMAL -> Action.addToExisting(pace.clock(), Num.of(cost()));
      case FULL -> Action.set(pace.clock(), Num.of(now - burst() + cost()));
    };
  }

  /// Gives back exactly what either form took.
  Action release() {
    return Action.add(pace.clock(), Num.of(-cost()));
  }

  /// The form that an account in this state needs; also the right one when there is not enough
  /// credit.
  Form form(Item account) {
    if (!account.has(pace.clock())) {
      return Form.FULL;
    }
    long clock = account.num(pace.clock()).asLong();
    return clock < now - burstAndSlack() || clock > now + burstAndSlack() + AHEAD
        ? Form.FULL
        : Form.NORMAL;
  }

  /// How long until an account in this state has credit for the call; zero if it has.
  Duration wait(Item account) {
    if (form(account) == Form.FULL) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.max(0, account.num(pace.clock()).asLong() + cost() - now));
  }

  /// How many tokens an account in this state has left.
  long left(Item account) {
    return form(account) == Form.FULL
        ? pace.atOnce()
        : Math.clamp((now - account.num(pace.clock()).asLong()) / pace.nanos(), 0, pace.atOnce());
  }

  Duration untilFull(Item account) {
    return form(account) == Form.FULL
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, account.num(pace.clock()).asLong() + burst() - now));
  }
}
