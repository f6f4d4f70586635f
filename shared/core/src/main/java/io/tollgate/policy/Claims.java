package io.tollgate.policy;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.json.Section;
import io.tollgate.ledger.Pace;
import java.util.HashMap;
import java.util.Map;

/// What only one policy of a file may have: its id, each clock of its accounts, their loops.
final class Claims {
  private static final Target EACH_KEY = new Target.Each(ScopeKind.KEY);

  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Integer> clocks = new HashMap<>();

  /// Whether the policy has what it needs to itself; notes what it has not.
  boolean take(Policy policy, Section section) {
    Integer first = ids.putIfAbsent(policy.id(), section.line());
    if (first != null) {
      section.wrong(taken(policy) + "the policy on line " + first + "; give it an `id`");
      return false;
    }
    boolean isEachKeysRate = policy instanceof RateLimit && policy.of().equals(EACH_KEY);
    if (!isEachKeysRate && policy.id().equals(Policies.DEFAULT_RATE)) {
      section.wrong(taken(policy) + "the rate that every key has; give it another `id`");
      return false;
    }
    if (policy instanceof LoopBreaker loop) {
      return takeLoops(loop, section);
    }
    return !(policy instanceof RateLimit rate) || takeClocks(rate, section);
  }

  private static String taken(Policy policy) {
    return "the id '" + policy.id() + "' is taken by ";
  }

  private boolean takeLoops(LoopBreaker loop, Section section) {
    Integer first = clocks.putIfAbsent(loop.of() + " " + loop.kind(), section.line());
    if (first != null) {
      section.wrong("the policy on line " + first + " already breaks the loops of " + loop.of());
    }
    return first == null;
  }

  // An account has one clock for each resource and unit.
  private boolean takeClocks(RateLimit rate, Section section) {
    for (Pace pace : rate.paces()) {
      Integer first = clocks.putIfAbsent(rate.of() + " " + pace.clock(), section.line());
      if (first != null) {
        section.wrong(
            "the policy on line "
                + first
                + " already limits the "
                + (pace.resource() == Pace.Resource.REQUESTS ? "requests" : "tokens")
                + " of "
                + rate.of()
                + " in the same unit of time");
        return false;
      }
    }
    return true;
  }
}
