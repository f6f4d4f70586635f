package io.tollgate.table;

import java.util.List;

/// How large DynamoDB lets items and transactions become.
///
/// The figures are those of "Quotas in Amazon DynamoDB" in its developer guide.
final class Sizes {
  private static final int LARGEST_ITEM = 400 * 1_024;
  private static final int LARGEST_TRANSACTION = 4 * 1_024 * 1_024;
  private static final int MOST_BYTES_OF_A_NUMBER = 21;

  private Sizes() {}

  /// Whether what a write would leave can be stored.
  ///
  /// @return at least its size
  static long check(Key key, Item item) {
    Value listedBy = item.find(Table.LISTED_BY);
    if (listedBy != null
        && !(listedBy instanceof Text text && Limits.fits(text.text(), Limits.LONGEST_PK))) {
      throw new InvalidWrite(
          "%s at %s is %s; the index takes a text of 1 to %d bytes"
              .formatted(Table.LISTED_BY, key, listedBy, Limits.LONGEST_PK));
    }
    // Most items are a thousandth of the limit: a rough sum from above spares the exact one.
    long rough = roughSize(key, item);
    if (rough > LARGEST_ITEM && size(key, item) > LARGEST_ITEM) {
      throw new InvalidWrite(
          "the item at %s would have %d bytes; at most %d are kept"
              .formatted(key, size(key, item), LARGEST_ITEM));
    }
    return rough;
  }

  /// Whether the items of a transaction together are small enough.
  ///
  /// @param rough at least the sum
  static void check(List<Write> writes, List<Place> after, long rough) {
    if (rough <= LARGEST_TRANSACTION) {
      return;
    }
    long exact = 0;
    for (int i = 0; i < after.size(); i++) {
      exact += size(writes.get(i).key(), after.get(i).item());
    }
    if (exact > LARGEST_TRANSACTION) {
      throw new InvalidWrite(
          "a transaction of %d bytes; at most %d are taken".formatted(exact, LARGEST_TRANSACTION));
    }
  }

  private static long roughSize(Key key, Item item) {
    long characters = key.pk().length();
    characters += key.sk().length() + 4;
    for (int i = 0; i < item.size(); i++) {
      characters += item.name(i).length();
      characters +=
          item.value(i) instanceof Text(String text) ? text.length() : MOST_BYTES_OF_A_NUMBER;
    }
    return 3 * characters;
  }

  /// Bytes as the store counts them: names and values, those of the key too.
  static int size(Key key, Item item) {
    int size = "pk".length() + Utf8.length(key.pk()) + "sk".length() + Utf8.length(key.sk());
    for (int i = 0; i < item.size(); i++) {
      size += Utf8.length(item.name(i));
      size +=
          switch (item.value(i)) {
            case Text text -> Utf8.length(text.text());
            case Num number -> numberSize(number);
          };
    }
    return size;
  }

  // Two digits a byte, one byte for the exponent and one for a sign.
  private static int numberSize(Num number) {
    String digits = number.toString();
    return digits.length() / 2 + 2;
  }
}
