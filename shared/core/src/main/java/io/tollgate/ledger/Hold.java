package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import java.util.List;

/// What one call asks of one limited account. All policies on one scope together are one hold.
///
/// An account of which only soft and shadow limits speak is held too: what they would have said is
/// judged from the same numbers.
///
/// @param scope whose account
/// @param ceilings limits in dollars; several on one window are allowed, each is judged
/// @param slots limits of calls in flight; each is judged
/// @param paces limits of requests and tokens in time, each on a clock of its own
public record Hold(Scope scope, List<Ceiling> ceilings, List<Slots> slots, List<Pace> paces) {
  public Hold {
    ceilings = List.copyOf(ceilings);
    slots = List.copyOf(slots);
    paces = List.copyOf(paces);
    for (int i = 1; i < paces.size(); i++) {
      if (isOnClockOfAny(paces.get(i), paces.subList(0, i))) {
        throw new IllegalArgumentException("two paces on one clock of " + scope + ": " + paces);
      }
    }
  }

  private static boolean isOnClockOfAny(Pace pace, List<Pace> others) {
    for (Pace other : others) {
      if (other.resource() == pace.resource() && other.unit() == pace.unit()) {
        return true;
      }
    }
    return false;
  }

  /// Whether it may refuse a call because of money.
  public boolean hasHardCeiling() {
    for (Ceiling ceiling : ceilings) {
      if (ceiling.mode().refuses()) {
        return true;
      }
    }
    return false;
  }

  /// The same on fewer clocks.
  Hold at(List<Pace> fewer) {
    return new Hold(scope, ceilings, slots, fewer);
  }
}
