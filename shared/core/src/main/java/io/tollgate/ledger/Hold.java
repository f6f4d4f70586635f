package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import java.util.List;
import java.util.OptionalLong;

/// What one call asks of one limited account. All policies on one scope together are one hold.
///
/// @param scope whose account
/// @param ceilings limits in dollars; several on one window are allowed, the smallest decides
/// @param concurrency the most calls in flight, empty for no limit; 0 lets nothing through
/// @param concurrencyPolicy the id of the policy that limits it, empty if none does
/// @param paces limits of requests and tokens in time, each on a clock of its own
public record Hold(
    Scope scope,
    List<Ceiling> ceilings,
    OptionalLong concurrency,
    String concurrencyPolicy,
    List<Pace> paces) {
  public Hold {
    ceilings = List.copyOf(ceilings);
    paces = List.copyOf(paces);
    for (int i = 1; i < paces.size(); i++) {
      if (isOnClockOfAny(paces.get(i), paces.subList(0, i))) {
        throw new IllegalArgumentException("two paces on one clock of " + scope + ": " + paces);
      }
    }
  }

  /// The same under other limits in dollars.
  public Hold under(List<Ceiling> others) {
    return new Hold(scope, others, concurrency, concurrencyPolicy, paces);
  }

  private static boolean isOnClockOfAny(Pace pace, List<Pace> others) {
    for (Pace other : others) {
      if (other.resource() == pace.resource() && other.unit() == pace.unit()) {
        return true;
      }
    }
    return false;
  }
}
