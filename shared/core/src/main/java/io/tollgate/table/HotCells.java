package io.tollgate.table;

import org.jspecify.annotations.Nullable;

/// The cells that were written lately. A new one takes the place of one that was not written since
/// the hand last passed, which is put to rest as bytes (the clock algorithm: as good as
/// least-recently-used, without moving anything on a use).
final class HotCells {
  private final ItemCodec codec;
  private final Cell.@Nullable Hot[] ring;
  private int hand;

  /// @param capacity how many items stay objects, at about a kilobyte each
  HotCells(int capacity, ItemCodec codec) {
    ring = new Cell.Hot[capacity];
    this.codec = codec;
  }

  void add(Cell.Hot cell) {
    Cell.Hot resident = ring[hand];
    while (resident != null && resident.takeUsed()) {
      hand = (hand + 1) % ring.length;
      resident = ring[hand];
    }
    if (resident != null) {
      resident.rest(codec);
    }
    ring[hand] = cell;
    hand = (hand + 1) % ring.length;
  }
}
