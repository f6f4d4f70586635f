package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.money.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Slows callers down while one of their budgets is nearly spent.
///
/// How far it is spent is known from the last answer that this process had about the account, since
/// a call's accounts are asked all at once. A process that knows nothing yet asks at full speed,
/// and learns from the answer. Safe for concurrent use.
final class Throttle {
  private static final int MOST = 10_000;

  private final Map<Window, Usd> spent = new ConcurrentHashMap<>();

  private record Window(Scope scope, String id) {}

  /// What a call's budgets say of its speed, as far as this process knows.
  ///
  /// @param slowdowns of the budgets that are nearly spent
  record Stage(List<Slowdown> slowdowns) {
    private static final Stage FULL_SPEED = new Stage(List.of());

    Stage {
      slowdowns = List.copyOf(slowdowns);
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

  Stage stage(List<Hold> holds, Windows windows) {
    List<Slowdown> slowdowns = null;
    for (Hold hold : holds) {
      for (Ceiling ceiling : hold.ceilings()) {
        if (ceiling.throttles()) {
          var window = new Window(hold.scope(), windows.of(ceiling.period()));
          var slowdown = Slowdown.of(hold.scope(), ceiling, spent.getOrDefault(window, Usd.ZERO));
          if (!slowdown.isNone()) {
            slowdowns = slowdowns == null ? new ArrayList<>() : slowdowns;
            slowdowns.add(slowdown);
          }
        }
      }
    }
    return slowdowns == null ? Stage.FULL_SPEED : new Stage(slowdowns);
  }

  void saw(Hold hold, Windows windows, AccountView account) {
    for (Ceiling ceiling : hold.ceilings()) {
      if (ceiling.throttles()) {
        if (spent.size() >= MOST) {
          spent.clear();
        }
        String window = windows.of(ceiling.period());
        spent.put(new Window(hold.scope(), window), account.spent(window));
      }
    }
  }
}
