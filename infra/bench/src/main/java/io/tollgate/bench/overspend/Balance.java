package io.tollgate.bench.overspend;

import io.tollgate.money.Usd;

/// How a budget stands.
///
/// @param spent charged
/// @param held by calls under way
record Balance(Usd spent, Usd held) {
  static final Balance NOTHING = new Balance(Usd.ZERO, Usd.ZERO);

  Usd sum() {
    return spent.plus(held);
  }
}
