package io.tollgate.bench.gateway;

import io.tollgate.money.Usd;

/// How a budget stands.
///
/// @param spent charged
/// @param held by calls under way
public record Balance(Usd spent, Usd held) {
  public static final Balance NOTHING = new Balance(Usd.ZERO, Usd.ZERO);

  public Usd sum() {
    return spent.plus(held);
  }
}
