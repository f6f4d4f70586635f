package io.tollgate.table;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cells that were written lately, found by their key. A new one takes the place of one that
/// was not written since the hand last passed, which is put to rest as bytes (the clock algorithm:
/// as good as least-recently-used, without moving anything on a use).
final class HotCells {
  private final ItemCodec codec;
  private final Map<Key, Cell.Hot> byKey;
  private final Cell.@Nullable Hot[] ring;
  private int hand;

  /// @param capacity how many items stay objects, at about a kilobyte each
  HotCells(int capacity, ItemCodec codec) {
    ring = new Cell.Hot[capacity];
    byKey = HashMap.newHashMap(capacity);
    this.codec = codec;
  }

  Cell.@Nullable Hot find(Key key) {
    return byKey.get(key);
  }

  void add(Key key, Cell.Hot cell) {
    Cell.Hot resident = ring[hand];
    while (resident != null && resident.takeUsed()) {
      hand = (hand + 1) % ring.length;
      resident = ring[hand];
    }
    if (resident != null) {
      byKey.remove(resident.place(), resident);
      resident.rest(codec);
    }
    byKey.put(key, cell);
    ring[hand] = cell;
    hand = (hand + 1) % ring.length;
  }

  /// It was deleted: nothing is left to be put to rest.
  void leave(Key key) {
    Cell.Hot cell = byKey.remove(key);
    if (cell != null) {
      cell.leave();
    }
  }
}
