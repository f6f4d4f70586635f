package io.tollgate.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The cells of one partition in the order of their sort keys: a tree of two levels, a few bytes
/// for each item.
final class Partition {
  private final List<Block> blocks = new ArrayList<>(1);

  @Nullable Cell find(byte[] sk) {
    if (blocks.isEmpty()) {
      return null;
    }
    Block block = blocks.get(blockOf(sk));
    int index = block.search(sk);
    return index < 0 ? null : block.get(index);
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /// @param sk of the cell; none with it is here yet
  void add(byte[] sk, Cell cell) {
    if (blocks.isEmpty()) {
      blocks.add(new Block(cell));
      return;
    }
    int at = blockOf(sk);
    Block block = blocks.get(at);
    int index = -block.search(sk) - 1;
    if (!block.isFull()) {
      block.insert(index, cell);
      return;
    }
    // Keys that only grow fill each block to its end; others leave two halves.
    boolean grows = index == block.size() && at == blocks.size() - 1;
    if (grows) {
      blocks.add(new Block(cell));
      return;
    }
    blocks.add(at + 1, block.split(block.size() / 2));
    add(sk, cell);
  }

  /// Puts a cell in the place of the one with the same key.
  void exchange(byte[] sk, Cell cell) {
    Block block = blocks.get(blockOf(sk));
    block.set(block.search(sk), cell);
  }

  void remove(byte[] sk) {
    int at = blockOf(sk);
    Block block = blocks.get(at);
    block.remove(block.search(sk));
    if (block.size() == 0) {
      blocks.remove(at);
    }
  }

  /// Shows the cells from a sort key on in order, until the visitor has seen enough.
  void walk(byte[] start, Predicate<Cell> goesOn) {
    if (blocks.isEmpty()) {
      return;
    }
    int first = blockOf(start);
    for (int at = first; at < blocks.size(); at++) {
      Block block = blocks.get(at);
      int found = at == first ? block.search(start) : 0;
      for (int index = found < 0 ? -found - 1 : found; index < block.size(); index++) {
        if (!goesOn.test(block.get(index))) {
          return;
        }
      }
    }
  }

  /// The last block that starts at or before the key, else the first.
  private int blockOf(byte[] sk) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).get(0).compareKey(sk) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
