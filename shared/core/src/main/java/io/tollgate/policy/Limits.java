package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.LoopLimit;
import io.tollgate.ledger.Pace;
import io.tollgate.ledger.Slots;
import java.util.ArrayList;
import java.util.List;

/// All that the policies say of one scope, made ready to be held on an account.
///
/// @param slots each policy's
/// @param loopLimits at most one
/// @param open whether all of them let calls through that cannot be counted
/// @param unpriced what they say of calls without a price
record Limits(
    List<Ceiling> ceilings,
    List<Slots> slots,
    List<Pace> paces,
    List<LoopLimit> loopLimits,
    boolean open,
    Unpriced unpriced) {
  static final Limits NONE =
      new Limits(List.of(), List.of(), List.of(), List.of(), false, Unpriced.UNSAID);

  Limits {
    ceilings = List.copyOf(ceilings);
    slots = List.copyOf(slots);
    paces = List.copyOf(paces);
    loopLimits = List.copyOf(loopLimits);
  }

  static Limits of(List<Policy> policies) {
    List<Ceiling> ceilings = new ArrayList<>();
    List<Slots> slots = new ArrayList<>();
    List<Pace> paces = new ArrayList<>();
    List<LoopLimit> loopLimits = new ArrayList<>();
    boolean open = true;
    Unpriced unpriced = Unpriced.UNSAID;
    for (Policy policy : policies) {
      switch (policy) {
        case Budget budget -> {
          ceilings.add(budget.ceiling());
          open &= budget.unavailable() == Unavailable.OPEN;
          unpriced = unpriced.and(budget.unpriced());
        }
        case RateLimit rate -> {
          paces.addAll(rate.paces());
          open &= rate.unavailable() == Unavailable.OPEN;
        }
        case Concurrency concurrency -> {
          slots.add(concurrency.slots());
          open = false;
        }
        case LoopBreaker loop -> {
          loopLimits.add(loop.limit());
          open = false;
        }
        // These ask no account.
        case Rule rule -> {}
        case UsageSchedule schedule -> {}
        case OutputTokens tokens -> {}
        case Suspension suspension -> {}
      }
    }
    return new Limits(ceilings, slots, paces, loopLimits, open, unpriced);
  }

  boolean areNone() {
    return ceilings.isEmpty() && slots.isEmpty() && paces.isEmpty() && loopLimits.isEmpty();
  }

  Hold on(Scope scope) {
    return new Hold(scope, ceilings, slots, paces, loopLimits);
  }
}
