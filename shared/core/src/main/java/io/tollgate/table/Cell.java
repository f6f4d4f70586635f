package io.tollgate.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One item of a partition in memory, as an object while it is in use and as bytes while it rests.
///
/// Its bytes start with the sort key: two bytes of length and the UTF-8.
abstract sealed class Cell {
  private static final int LENGTH = 2;

  private final byte[] bytes;

  private Cell(byte[] bytes) {
    this.bytes = bytes;
  }

  abstract Item item(ItemCodec codec);

  final byte[] bytes() {
    return bytes;
  }

  final int keyEnd() {
    return LENGTH + (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF));
  }

  /// Compares the sort key with another as unsigned bytes.
  final int compareKey(byte[] sk) {
    return Arrays.compareUnsigned(bytes, LENGTH, keyEnd(), sk, 0, sk.length);
  }

  final boolean startsWith(byte[] prefix) {
    int end = LENGTH + prefix.length;
    return end <= keyEnd() && Arrays.equals(bytes, LENGTH, end, prefix, 0, prefix.length);
  }

  final byte[] key() {
    return Arrays.copyOfRange(bytes, LENGTH, keyEnd());
  }

  final String sk() {
    return new String(bytes, LENGTH, keyEnd() - LENGTH, StandardCharsets.UTF_8);
  }

  private static byte[] head(byte[] sk) {
    var head = new byte[LENGTH + sk.length];
    head[0] = (byte) (sk.length >> 8);
    head[1] = (byte) sk.length;
    System.arraycopy(sk, 0, head, LENGTH, sk.length);
    return head;
  }

  /// In use. Knows its partition, so that it can be put to rest there.
  static final class Hot extends Cell {
    private final Partition home;
    private final Key place;
    private Item item;
    private boolean used;
    private boolean gone;

    Hot(Partition home, Key place, byte[] sk, Item item) {
      super(head(sk));
      this.home = home;
      this.place = place;
      this.item = item;
    }

    @Override
    Item item(ItemCodec codec) {
      return item;
    }

    Key place() {
      return place;
    }

    void become(Item other) {
      item = other;
      used = true;
    }

    /// It was deleted: nothing is left to be put to rest.
    void leave() {
      gone = true;
    }

    /// Whether it was written since this was last asked.
    boolean takeUsed() {
      boolean was = used;
      used = false;
      return was && !gone;
    }

    void rest(ItemCodec codec) {
      if (!gone) {
        home.exchange(key(), new Packed(codec.encode(bytes(), item)));
      }
    }
  }

  /// At rest: the item stands behind the key.
  static final class Packed extends Cell {
    private Packed(byte[] bytes) {
      super(bytes);
    }

    @Override
    Item item(ItemCodec codec) {
      return codec.decode(bytes(), keyEnd());
    }
  }
}
