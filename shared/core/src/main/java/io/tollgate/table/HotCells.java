package io.tollgate.table;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The cells that were written lately, found by their key. A new one takes the place of one that
/// was not written since the hand last passed, which is put to rest as bytes (the clock algorithm:
/// as good as least-recently-used, without moving anything on a use).
final class HotCells {
  private final ItemCodec codec;
  private final Map<Key, Hot> byKey;
  private final @Nullable Hot[] ring;
  private int hand;

  /// @param capacity how many items stay objects, at about a kilobyte each
  HotCells(int capacity, ItemCodec codec) {
    ring = new Hot[capacity];
    byKey = HashMap.newHashMap(capacity);
    this.codec = codec;
  }

  private static final class Hot {
    private final Key key;
    private final Cell cell;
    private boolean used;

    Hot(Key key, Cell cell) {
      this.key = key;
      this.cell = cell;
    }
  }

  @Nullable Cell find(Key key) {
    Hot hot = byKey.get(key);
    return hot == null ? null : hot.cell;
  }

  /// Writes an item that is in use already.
  ///
  /// @return false if it is not
  boolean write(Key key, Item item) {
    Hot hot = byKey.get(key);
    if (hot == null) {
      return false;
    }
    hot.used = true;
    hot.cell.become(item);
    return true;
  }

  /// From now on in use.
  void add(Key key, Cell cell) {
    Hot resident = ring[hand];
    while (resident != null && resident.used) {
      resident.used = false;
      hand = (hand + 1) % ring.length;
      resident = ring[hand];
    }
    // One that was deleted is no longer found by its key, and is not worth packing.
    if (resident != null && byKey.remove(resident.key, resident)) {
      resident.cell.rest(codec);
    }
    var hot = new Hot(key, cell);
    byKey.put(key, hot);
    ring[hand] = hot;
    hand = (hand + 1) % ring.length;
  }

  void remove(Key key) {
    byKey.remove(key);
  }
}
