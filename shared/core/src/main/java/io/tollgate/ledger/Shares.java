package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.money.Usd;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How far budgets are spent that do something before they stop, as far as this process knows: from
/// the last answer that it had about the account. Safe for concurrent use.
final class Shares {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final int MOST = 10_000;

  private final Map<Window, Usd> spent = new ConcurrentHashMap<>();

  private record Window(Scope scope, String id) {}

  void saw(Hold hold, Windows windows, AccountView account) {
    for (Ceiling ceiling : hold.ceilings()) {
      if (ceiling.throttles() || ceiling.stages().degrade().isPresent()) {
        if (spent.size() >= MOST) {
          spent.clear();
        }
        String window = windows.of(ceiling.period());
        spent.put(new Window(hold.scope(), window), account.spent(window));
      }
    }
  }

  /// Nothing if nobody told yet.
  Usd spent(Hold hold, Ceiling ceiling, Windows windows) {
    var window = new Window(hold.scope(), windows.of(ceiling.period()));
    return spent.getOrDefault(window, Usd.ZERO);
  }

  /// The first budget that is spent so far that calls go to another model.
  Optional<Nearly> degrading(List<Hold> holds, Windows windows) {
    for (Hold hold : holds) {
      for (Ceiling ceiling : hold.ceilings()) {
        Optional<Degrade> degrade = ceiling.stages().degrade();
        if (degrade.isPresent()
            && isReached(spent(hold, ceiling, windows), ceiling.limit(), degrade.get().from())) {
          return Optional.of(new Nearly(hold.scope(), ceiling));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isReached(Usd spent, Usd limit, int percent) {
    BigInteger share = limit.picos().multiply(BigInteger.valueOf(percent));
    return spent.picos().multiply(HUNDRED).compareTo(share) >= 0;
  }
}
