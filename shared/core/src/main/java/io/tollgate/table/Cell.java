package io.tollgate.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One item of a partition in memory: an object while it is in use, bytes while it rests.
///
/// Its bytes start with the sort key: two bytes of length and the UTF-8. At rest the item stands
/// behind them. There are millions of cells, so there is nothing else in one.
final class Cell {
  private static final int LENGTH = 2;

  private byte[] bytes;
  private @Nullable Item item;

  /// In use, and free until it is written.
  Cell(byte[] sk) {
    bytes = head(sk);
    item = Item.EMPTY;
  }

  private static byte[] head(byte[] sk) {
    var head = new byte[LENGTH + sk.length];
    head[0] = (byte) (sk.length >> 8);
    head[1] = (byte) sk.length;
    System.arraycopy(sk, 0, head, LENGTH, sk.length);
    return head;
  }

  Item item(ItemCodec codec) {
    Item used = item;
    return used == null ? codec.decode(bytes, keyEnd()) : used;
  }

  /// Becomes another item, which is in use.
  void become(Item other) {
    if (item == null) {
      bytes = Arrays.copyOf(bytes, keyEnd());
    }
    item = other;
  }

  void rest(ItemCodec codec) {
    if (item != null) {
      bytes = codec.encode(bytes, item);
      item = null;
    }
  }

  private int keyEnd() {
    return LENGTH + (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF));
  }

  /// Compares the sort key with another as unsigned bytes.
  int compareKey(byte[] sk) {
    return Arrays.compareUnsigned(bytes, LENGTH, keyEnd(), sk, 0, sk.length);
  }

  boolean startsWith(byte[] prefix) {
    int end = LENGTH + prefix.length;
    return end <= keyEnd() && Arrays.equals(bytes, LENGTH, end, prefix, 0, prefix.length);
  }

  String sk() {
    return new String(bytes, LENGTH, keyEnd() - LENGTH, StandardCharsets.UTF_8);
  }
}
