package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// All that the policies say of one scope, made ready to be held on an account.
///
/// @param concurrency the least of several
/// @param concurrencyPolicy its policy, empty if none limits it
record Limits(
    List<Ceiling> ceilings, OptionalLong concurrency, String concurrencyPolicy, List<Pace> paces) {
  static final Limits NONE = new Limits(List.of(), OptionalLong.empty(), "", List.of());

  Limits {
    ceilings = List.copyOf(ceilings);
    paces = List.copyOf(paces);
  }

  static Limits of(List<Policy> policies) {
    List<Ceiling> ceilings = new ArrayList<>();
    List<Pace> paces = new ArrayList<>();
    long most = Long.MAX_VALUE;
    String least = "";
    for (Policy policy : policies) {
      switch (policy) {
        case Budget budget ->
            ceilings.add(
                new Ceiling(budget.period(), budget.limit(), budget.id(), budget.thresholds()));
        case RateLimit rate -> paces.addAll(rate.paces());
        case Concurrency concurrency -> {
          if (concurrency.most() < most) {
            most = concurrency.most();
            least = concurrency.id();
          }
        }
        // These ask no account.
        case Rule rule -> {}
        case UsageSchedule schedule -> {}
        case OutputTokens tokens -> {}
        case Suspension suspension -> {}
      }
    }
    OptionalLong concurrency = least.isEmpty() ? OptionalLong.empty() : OptionalLong.of(most);
    return new Limits(ceilings, concurrency, least, paces);
  }

  boolean areNone() {
    return ceilings.isEmpty() && concurrency.isEmpty() && paces.isEmpty();
  }

  Hold on(Scope scope) {
    return new Hold(scope, ceilings, concurrency, concurrencyPolicy, paces);
  }
}
