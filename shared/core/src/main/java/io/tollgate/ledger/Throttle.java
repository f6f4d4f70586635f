package io.tollgate.ledger;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.money.Usd;
import java.util.ArrayList;
import java.util.List;

/// What a call's budgets say of its speed, as far as this process knows.
///
/// A call's accounts are asked all at once, so how far one is spent is known from the answer
/// before. A process that knows nothing yet asks at full speed, and learns from the answer.
///
/// @param slowdowns of the budgets that are nearly spent
record Throttle(List<Slowdown> slowdowns) {
  private static final Throttle FULL_SPEED = new Throttle(List.of());

  Throttle {
    slowdowns = List.copyOf(slowdowns);
  }

  static Throttle of(List<Hold> holds, Windows windows, Shares shares) {
    List<Slowdown> slowdowns = null;
    for (Hold hold : holds) {
      for (Ceiling ceiling : hold.ceilings()) {
        if (ceiling.throttles()) {
          Usd spent = shares.spent(hold, ceiling, windows);
          var slowdown = Slowdown.of(hold.scope(), ceiling, spent);
          if (!slowdown.isNone()) {
            slowdowns = slowdowns == null ? new ArrayList<>() : slowdowns;
            slowdowns.add(slowdown);
          }
        }
      }
    }
    return slowdowns == null ? FULL_SPEED : new Throttle(slowdowns);
  }

  /// What is asked of an account.
  ///
  /// Its clock and its slots are shared by all who call there. A budget therefore slows down only
  /// its own account, the caller's key and session, and all of them if it is everybody's.
  Hold slowed(Hold hold) {
    Slowdown slowest = Slowdown.NONE;
    for (Slowdown slowdown : slowdowns) {
      if (slowdown.scope().kind() == ScopeKind.WORKSPACE
          || slowdown.scope().equals(hold.scope())
          || hold.scope().kind() == ScopeKind.KEY
          || hold.scope().kind() == ScopeKind.SESSION) {
        slowest = slowest.and(slowdown);
      }
    }
    return slowest.isNone() ? hold : hold.at(slowest);
  }

  int permille() {
    Slowdown slowest = Slowdown.NONE;
    for (Slowdown slowdown : slowdowns) {
      slowest = slowest.and(slowdown);
    }
    return slowest.permille();
  }
}
