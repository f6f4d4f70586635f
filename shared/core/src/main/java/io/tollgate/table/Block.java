package io.tollgate.table;

import java.util.Arrays;

/// A short sorted run of cells. Its array grows by half, so that a partition of one item stays
/// small.
final class Block {
  /// Small enough that making room in the middle is a copy of a kilobyte.
  private static final int FULL = 256;

  private Cell[] cells;
  private int size;

  Block(Cell only) {
    cells = new Cell[] {only};
    size = 1;
  }

  private Block(Cell[] cells) {
    this.cells = cells;
    size = cells.length;
  }

  int size() {
    return size;
  }

  Cell get(int index) {
    return cells[index];
  }

  /// The index of the sort key, or `-(where it would stand) - 1`.
  int search(byte[] sk) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = cells[middle].compareKey(sk);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  boolean isFull() {
    return size == FULL;
  }

  void insert(int index, Cell cell) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, Math.min(FULL, size + size / 2 + 1));
    }
    System.arraycopy(cells, index, cells, index + 1, size - index);
    cells[index] = cell;
    size++;
  }

  void remove(int index) {
    size--;
    System.arraycopy(cells, index + 1, cells, index, size - index);
    Arrays.fill(cells, size, size + 1, null);
  }

  /// Keeps what stands before the index and gives away the rest.
  Block split(int index) {
    var rest = new Block(Arrays.copyOfRange(cells, index, size));
    cells = Arrays.copyOf(cells, index);
    size = index;
    return rest;
  }
}
