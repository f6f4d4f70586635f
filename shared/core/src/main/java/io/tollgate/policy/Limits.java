package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Pace;
import io.tollgate.ledger.Repeats;
import io.tollgate.ledger.Slots;
import java.util.ArrayList;
import java.util.List;

/// All that the policies say of one scope, made ready to be held on an account.
///
/// @param slots each policy's
/// @param repeats at most one
record Limits(List<Ceiling> ceilings, List<Slots> slots, List<Pace> paces, List<Repeats> repeats) {
  static final Limits NONE = new Limits(List.of(), List.of(), List.of(), List.of());

  Limits {
    ceilings = List.copyOf(ceilings);
    slots = List.copyOf(slots);
    paces = List.copyOf(paces);
    repeats = List.copyOf(repeats);
  }

  static Limits of(List<Policy> policies) {
    List<Ceiling> ceilings = new ArrayList<>();
    List<Slots> slots = new ArrayList<>();
    List<Pace> paces = new ArrayList<>();
    List<Repeats> repeats = new ArrayList<>();
    for (Policy policy : policies) {
      switch (policy) {
        case Budget budget -> ceilings.add(budget.ceiling());
        case RateLimit rate -> paces.addAll(rate.paces());
        case Concurrency concurrency -> slots.add(concurrency.slots());
        case LoopBreaker loop -> repeats.add(loop.repeats());
        // These ask no account.
        case Rule rule -> {}
        case UsageSchedule schedule -> {}
        case OutputTokens tokens -> {}
        case Suspension suspension -> {}
      }
    }
    return new Limits(ceilings, slots, paces, repeats);
  }

  boolean areNone() {
    return ceilings.isEmpty() && slots.isEmpty() && paces.isEmpty() && repeats.isEmpty();
  }

  Hold on(Scope scope) {
    return new Hold(scope, ceilings, slots, paces, repeats);
  }
}
