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

  /// The cell with that sort key; a new one, in use, if there is none yet.
  Cell place(byte[] sk) {
    if (blocks.isEmpty()) {
      var first = new Cell(sk);
      blocks.add(new Block(first));
      return first;
    }
    int at = blockOf(sk);
    Block block = blocks.get(at);
    int index = block.search(sk);
    if (index >= 0) {
      return block.get(index);
    }
    var cell = new Cell(sk);
    insert(at, -index - 1, cell);
    return cell;
  }

  private void insert(int at, int index, Cell cell) {
    Block block = blocks.get(at);
    if (!block.isFull()) {
      block.insert(index, cell);
    } else if (index == block.size() && at == blocks.size() - 1) {
      // Keys that only grow fill each block to its end; others leave two halves.
      blocks.add(new Block(cell));
    } else {
      int half = block.size() / 2;
      blocks.add(at + 1, block.split(half));
      if (index <= half) {
        block.insert(index, cell);
      } else {
        blocks.get(at + 1).insert(index - half, cell);
      }
    }
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
