package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.money.Usd;
import java.util.List;
import java.util.Optional;

/// What one call asks of one limited account. All policies on one scope together are one hold.
///
/// An account of which only soft and shadow limits speak is held too: what they would have said is
/// judged from the same numbers.
///
/// @param scope whose account
/// @param ceilings limits in dollars; several on one window are allowed, each is judged
/// @param slots limits of calls in flight; each is judged
/// @param paces limits of requests and tokens in time, each on a clock of its own
/// @param loopLimits how often the same may be asked; at most one
public record Hold(
    Scope scope,
    List<Ceiling> ceilings,
    List<Slots> slots,
    List<Pace> paces,
    List<LoopLimit> loopLimits) {
  /// One that lets the same be asked as often as anything.
  public Hold(Scope scope, List<Ceiling> ceilings, List<Slots> slots, List<Pace> paces) {
    this(scope, ceilings, slots, paces, List.of());
  }

  public Hold {
    ceilings = List.copyOf(ceilings);
    slots = List.copyOf(slots);
    paces = List.copyOf(paces);
    loopLimits = List.copyOf(loopLimits);
    if (loopLimits.size() > 1) {
      throw new IllegalArgumentException("two limits of loops on " + scope + ": " + loopLimits);
    }
    for (int i = 1; i < paces.size(); i++) {
      if (isOnClockOfAny(paces.get(i), paces.subList(0, i))) {
        throw new IllegalArgumentException("two paces on one clock of " + scope + ": " + paces);
      }
    }
  }

  /// The same under other limits in dollars.
  public Hold under(List<Ceiling> others) {
    return new Hold(scope, others, slots, paces, loopLimits);
  }

  private static boolean isOnClockOfAny(Pace pace, List<Pace> others) {
    for (Pace other : others) {
      if (other.resource() == pace.resource() && other.unit() == pace.unit()) {
        return true;
      }
    }
    return false;
  }

  /// Whether the account has clocks that a call moves.
  boolean hasClocks() {
    return !paces.isEmpty() || !loopLimits.isEmpty();
  }

  /// The least that a window may be charged by limits that refuse; empty if none does.
  Optional<Usd> tightest(Period period) {
    Optional<Usd> tightest = Optional.empty();
    for (Ceiling ceiling : ceilings) {
      if (ceiling.mode().refuses()
          && ceiling.period() == period
          && (tightest.isEmpty() || ceiling.limit().compareTo(tightest.get()) < 0)) {
        tightest = Optional.of(ceiling.limit());
      }
    }
    return tightest;
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

  /// The same at another speed; the same may be repeated as often as ever.
  Hold at(Slowdown slowdown) {
    return new Hold(
        scope,
        ceilings,
        slots.stream().map(one -> one.at(slowdown)).toList(),
        paces.stream().map(pace -> pace.at(slowdown)).toList(),
        loopLimits);
  }

  /// What slows it down; nothing at full speed.
  Slowdown slowdown() {
    Slowdown slowest = Slowdown.NONE;
    for (Slots one : slots) {
      slowest = slowest.and(one.slowdown());
    }
    for (Pace pace : paces) {
      slowest = slowest.and(pace.slowdown());
    }
    return slowest;
  }

  /// The same on fewer clocks.
  Hold at(List<Pace> fewer) {
    return new Hold(scope, ceilings, slots, fewer, loopLimits);
  }
}
