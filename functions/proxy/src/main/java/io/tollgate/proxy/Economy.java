package io.tollgate.proxy;

import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Denial.OverBudget;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Nearly;
import io.tollgate.money.Usd;
import io.tollgate.proxy.Progress.Bounded;
import io.tollgate.proxy.Progress.Routed;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes one request cheaper where its budgets run low and say so: sends it to another model, or
/// lowers its output cap to what is left. Used by one thread.
///
/// It never makes a hold smaller than what the request can cost: the request itself is changed, and
/// estimated and reserved anew.
final class Economy {
  /// What is left moves with other calls, so the first cap may be too high; after that somebody
  /// else was faster.
  private static final int MOST_CLAMPS = 2;

  /// Shorter answers are of no use.
  private static final long LEAST_TOKENS = 256;

  private final Router router;
  private final Estimator estimator;
  private final Ledger ledger;
  private OptionalLong most = OptionalLong.empty();
  private Optional<Nearly> clampedBy = Optional.empty();
  private Optional<Nearly> tooSmall = Optional.empty();
  private int clamps;

  Economy(Router router, Estimator estimator, Ledger ledger) {
    this.router = router;
    this.estimator = estimator;
    this.ledger = ledger;
  }

  /// How often it has made a refused call cheaper.
  int rounds() {
    return clamps + (tooSmall.isPresent() ? 1 : 0);
  }

  /// The most that a call can cost, at the cap that its budgets can pay.
  Bounded bound(Routed routed) {
    return new Bounded(
        routed, estimate(routed, most), new Savings(clampedBy, Optional.empty(), ""));
  }

  private Estimate estimate(Routed routed, OptionalLong cap) {
    var visit = routed.visit();
    return estimator.estimate(
        routed.prompt(),
        routed.offer(),
        routed.rules().cap().atMost(cap),
        visit.at(),
        visit.until());
  }

  /// Sends a call to the model of a budget that is nearly spent, if it may go there and is cheaper
  /// there.
  Step<Bounded> degrade(Bounded call) {
    Optional<Nearly> nearly = nearly(call.routed());
    if (nearly.isEmpty()) {
      return Step.yes(call);
    }
    String to = nearly.get().ceiling().stages().degrade().orElseThrow().to();
    return switch (router.route(call.routed().asked(), to).then(Referee::judge)) {
      case Step.No<Routed> no -> Step.yes(call);
      case Step.Yes<Routed>(Routed other) -> {
        Estimate there = estimate(other, most);
        boolean cheaper =
            there instanceof Estimate.Bounded
                && there.amount().compareTo(call.estimate().amount()) < 0;
        String asked = call.provider() + "/" + call.model();
        yield Step.yes(
            cheaper ? new Bounded(other, there, new Savings(clampedBy, nearly, asked)) : call);
      }
    };
  }

  private Optional<Nearly> nearly(Routed call) {
    var rules = call.known().rules();
    if (!rules.policies().degrade() || tooSmall.isPresent()) {
      return tooSmall;
    }
    return ledger.degrading(call.holds(), rules.calendar(), call.visit().bucket());
  }

  /// Whether a call that was refused is to be tried again as a cheaper one.
  boolean helps(Bounded call, Denial denial) {
    if (!(denial instanceof OverBudget over) || over.cause() == OverBudget.Cause.SPENT) {
      return false;
    }
    var nearly = new Nearly(over.scope(), over.ceiling());
    if (over.ceiling().stages().degrade().isPresent() && tooSmall.isEmpty()) {
      tooSmall = Optional.of(nearly);
      return true;
    }
    return over.ceiling().stages().clamp() && clamps < MOST_CLAMPS && clamp(call, over, nearly);
  }

  private boolean clamp(Bounded call, OverBudget over, Nearly by) {
    Usd left = over.ceiling().limit().minus(over.spent()).minus(over.held());
    OptionalLong cap = payable(call, left);
    if (cap.isEmpty()) {
      return false;
    }
    clamps++;
    most = cap;
    clampedBy = Optional.of(by);
    return true;
  }

  /// The largest cap below the call's whose bound fits, found with the estimator that bounds every
  /// call; empty if it is too small to be of use.
  private OptionalLong payable(Bounded call, Usd left) {
    if (!fits(call, LEAST_TOKENS, left)) {
      return OptionalLong.empty();
    }
    long fits = LEAST_TOKENS;
    long fitsNot = call.estimate().cap();
    while (fitsNot - fits > 1) {
      long middle = fits + (fitsNot - fits) / 2;
      if (fits(call, middle, left)) {
        fits = middle;
      } else {
        fitsNot = middle;
      }
    }
    return fits < call.estimate().cap() ? OptionalLong.of(fits) : OptionalLong.empty();
  }

  private boolean fits(Bounded call, long cap, Usd left) {
    return estimate(call.routed(), OptionalLong.of(cap)).amount().compareTo(left) <= 0;
  }
}
