package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Item;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The last state of paced accounts that this process saw: a hint which of a clock's two forms to
/// send first.
///
/// A wrong hint costs one more write, never a wrong answer.
final class IdleClocks {
  private static final int MOST = 10_000;

  private final Map<Scope, Item> seen = new ConcurrentHashMap<>();

  /// An empty account if unknown, whose clocks are then taken for idle.
  Item seen(Hold hold) {
    return hold.paces().isEmpty() ? Item.EMPTY : seen.getOrDefault(hold.scope(), Item.EMPTY);
  }

  void saw(Hold hold, Item account) {
    if (hold.paces().isEmpty()) {
      return;
    }
    if (seen.size() >= MOST) {
      seen.clear();
    }
    seen.put(hold.scope(), account);
  }
}
