package io.tollgate.table;

/// Texts as the store sees them: UTF-8 bytes.
final class Utf8 {
  private Utf8() {}

  /// The order of the UTF-8 bytes, which is that of the code points. `String.compareTo` puts the
  /// characters beyond 16 bits before the last of the 16-bit ones.
  static int compare(String left, String right) {
    int end = Math.min(left.length(), right.length());
    for (int i = 0; i < end; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? a - b
            : Character.isSurrogate(a) && b >= Character.MIN_SURROGATE
                ? 1
                : Character.isSurrogate(b) && a >= Character.MIN_SURROGATE ? -1 : a - b;
      }
    }
    return left.length() - right.length();
  }

  static int length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate pair is two characters here and four bytes there.
      length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return length;
  }
}
