package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Item;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The last state of accounts with clocks that this process saw: a hint which of a clock's two
/// forms to send first, and which of a loop's places.
///
/// A wrong hint costs one more write, never a wrong answer.
final class IdleClocks {
  private static final int MOST = 10_000;

  private final Map<Scope, Item> seen = new ConcurrentHashMap<>();

  /// An empty account if unknown, whose clocks are then taken for idle.
  Item seen(Hold hold) {
    return hold.hasClocks() ? seen.getOrDefault(hold.scope(), Item.EMPTY) : Item.EMPTY;
  }

  void saw(Hold hold, Item account) {
    if (!hold.hasClocks()) {
      return;
    }
    if (seen.size() >= MOST) {
      seen.clear();
    }
    seen.put(hold.scope(), account);
  }
}
