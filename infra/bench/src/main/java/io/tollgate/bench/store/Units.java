package io.tollgate.bench.store;

import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Text;
import java.nio.charset.StandardCharsets;

/// How DynamoDB counts: a write unit for each kilobyte begun, the larger of before and after; a
/// read unit for each four. Source: "DynamoDB read and write operations" and "DynamoDB item sizes
/// and formats", 2026-11.
final class Units {
  private static final int WRITE = 1_024;
  private static final int READ = 4_096;

  private Units() {}

  static long written(Key key, Item before, Item after) {
    return Math.ceilDiv(Math.max(size(key, before), size(key, after)), WRITE);
  }

  /// @param bytes of all items that were read together; nothing found is a unit too
  static long read(long bytes) {
    return Math.max(1, Math.ceilDiv(bytes, READ));
  }

  /// Names and values in UTF-8, those of the key too; two digits of a number are a byte, and two
  /// more stand for sign and exponent.
  static int size(Key key, Item item) {
    int size = "pk".length() + bytes(key.pk()) + "sk".length() + bytes(key.sk());
    for (int i = 0; i < item.size(); i++) {
      size += bytes(item.name(i));
      size +=
          switch (item.value(i)) {
            case Text(String text) -> bytes(text);
            case Num number -> Math.ceilDiv(number.toString().length(), 2) + 2;
          };
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
