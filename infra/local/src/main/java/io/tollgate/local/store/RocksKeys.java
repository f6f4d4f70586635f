package io.tollgate.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.table.Key;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// How keys are spelt in the file; frozen, a test pins it.
///
/// An item: `i`, the partition key, the sort key. An entry of the index: `l`, the text, the
/// partition key, the sort key. All but the last are led by their length in two bytes, so a
/// partition is one run in the order of its sort keys' bytes.
final class RocksKeys {
  private static final byte ITEM = 'i';
  private static final byte LISTED = 'l';

  private RocksKeys() {}

  static byte[] item(Key key) {
    return item(key.pk(), key.sk());
  }

  /// @param sk may be the beginning of one
  static byte[] item(String pk, String sk) {
    return spelt(ITEM, sk, pk);
  }

  static byte[] listed(String text, Key key) {
    return spelt(LISTED, key.sk(), text, key.pk());
  }

  /// What all entries of a text start with.
  static byte[] listed(String text) {
    return spelt(LISTED, "", text);
  }

  /// The sort key of an item, whose partition is known.
  static String sk(byte[] item, String pk) {
    int start = item(pk, "").length;
    return new String(item, start, item.length - start, UTF_8);
  }

  static Key keyOfListed(byte[] entry, String text) {
    int start = listed(text).length;
    int pkStart = start + Short.BYTES;
    int skStart = pkStart + Short.toUnsignedInt(ByteBuffer.wrap(entry).getShort(start));
    return new Key(
        new String(entry, pkStart, skStart - pkStart, UTF_8),
        new String(entry, skStart, entry.length - skStart, UTF_8));
  }

  /// The very next key in the order of bytes.
  static byte[] behind(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] spelt(byte kind, String last, String... led) {
    var parts = new byte[led.length][];
    byte[] end = last.getBytes(UTF_8);
    int size = 1 + end.length;
    for (int i = 0; i < led.length; i++) {
      parts[i] = led[i].getBytes(UTF_8);
      size += Short.BYTES + parts[i].length;
    }
    ByteBuffer key = ByteBuffer.allocate(size).put(kind);
    for (byte[] part : parts) {
      key.putShort((short) part.length).put(part);
    }
    return key.put(end).array();
  }
}
