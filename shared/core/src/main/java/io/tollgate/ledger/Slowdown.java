package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.money.Usd;
import java.math.BigInteger;

/// How much slower calls go while a budget is nearly spent: rates and slots are multiplied by it.
///
/// @param permille 100 to 1,000; 1,000 is full speed
/// @param policy the id of the budget that slows down; empty at full speed
/// @param scope whose account it limits
public record Slowdown(int permille, String policy, Scope scope) {
  private static final int FULL = 1_000;

  /// At the limit a tenth is left, so that nobody meets a wall.
  private static final int LEAST = 100;

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  public static final Slowdown NONE = new Slowdown(FULL, "", Scope.WORKSPACE);

  /// Falls in a straight line from full speed, where the throttle begins, to a tenth at the limit.
  ///
  /// @param spent charged in the window; what is only held slows nobody down
  static Slowdown of(Scope scope, Ceiling ceiling, Usd spent) {
    int from = ceiling.stages().throttleFrom();
    BigInteger limit = ceiling.limit().picos();
    BigInteger begin = limit.multiply(BigInteger.valueOf(from));
    BigInteger beyond = spent.picos().multiply(HUNDRED).subtract(begin);
    BigInteger way = limit.multiply(HUNDRED).subtract(begin);
    if (beyond.signum() <= 0 || way.signum() <= 0) {
      return NONE;
    }
    int fall =
        beyond.min(way).multiply(BigInteger.valueOf(FULL - LEAST)).divide(way).intValueExact();
    return fall == 0 ? NONE : new Slowdown(FULL - fall, ceiling.policy(), scope);
  }

  public boolean isNone() {
    return permille == FULL;
  }

  /// The slower of the two.
  Slowdown and(Slowdown other) {
    return other.permille < permille ? other : this;
  }

  /// As many of a number as are left; at least 1 of some.
  long of(long count) {
    return isNone() || count == 0
        ? count
        : Math.max(1, count / FULL * permille + count % FULL * permille / FULL);
  }

  /// As long as a time takes now, rounded up.
  long longer(long nanos) {
    return isNone() ? nanos : Math.ceilDiv(Math.multiplyExact(nanos, FULL), permille);
  }
}
