package io.tollgate.prove;

import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Denial.OverBudget;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Ledger;
import io.tollgate.money.Usd;
import io.tollgate.policy.Configuration;
import io.tollgate.spend.Subject;
import java.math.BigInteger;
import java.util.List;

/// How one call is made cheaper where its budgets run low, in the steps of the gate: asked for
/// again with exactly what is left, or at a tenth of its bound.
final class Thrift {
  private static final int MOST_CLAMPS = 2;

  private final Ledger ledger;
  private final Counts counts;
  private Usd most;
  private int clamps;

  Thrift(Ledger ledger, Counts counts, Usd bound) {
    this.ledger = ledger;
    this.counts = counts;
    this.most = bound;
  }

  /// How often a refused call was made cheaper.
  int rounds() {
    return clamps;
  }

  /// What a call asks for under these rules.
  Usd bound(Subject subject, Configuration rules, Bucket bucket) {
    if (!rules.policies().degrade()) {
      return most;
    }
    List<Hold> holds =
        rules.policies().holds(subject.attribution(), subject.provider(), subject.model(), bucket);
    if (ledger.degrading(holds, rules.calendar(), bucket).isEmpty()) {
      return most;
    }
    counts.degraded++;
    return new Usd(most.picos().divide(BigInteger.TEN)).max(Usd.PICO);
  }

  /// Whether a refused call is tried again with what is left.
  boolean helps(OverBudget over) {
    Usd left = over.ceiling().limit().minus(over.spent()).minus(over.held());
    boolean helps =
        over.ceiling().stages().clamp()
            && over.cause() != OverBudget.Cause.SPENT
            && clamps < MOST_CLAMPS
            && left.isPositive()
            && left.compareTo(most) < 0;
    if (helps) {
      clamps++;
      counts.clamped++;
      most = left;
    }
    return helps;
  }
}
