package io.tollgate.proxy.dialect;

import java.nio.charset.StandardCharsets;

/// Tells, by a look at a few bytes, the lines of a stream that may matter from the many that do
/// not.
final class Marks {
  private static final byte[] USAGE = bytes("usage\"");
  private static final byte[] ERROR = bytes("error\"");
  private static final byte[] FINISH = bytes("finish_reason\"");

  /// `data: [DONE]` with or without a blank and a carriage return.
  private static final int SHORTEST_DONE = "data:[DONE]".length();

  private static final int LONGEST_DONE = "data: [DONE]\r".length();

  private Marks() {}

  /// Whether a quote opens the name of a field that may matter, and its value is not null.
  static boolean at(byte[] b, int quote, int to) {
    int next = quote + 1;
    if (next >= to) {
      return false;
    }
    return switch (b[next]) {
      case 'u' -> isSaid(b, next, to, USAGE);
      case 'e' -> isSaid(b, next, to, ERROR);
      case 'f' -> isSaid(b, next, to, FINISH);
      default -> false;
    };
  }

  static boolean mayBeDone(byte[] b, int from, int to) {
    int length = to - from;
    return length >= SHORTEST_DONE && length <= LONGEST_DONE && b[from] == 'd';
  }

  private static boolean isSaid(byte[] b, int from, int to, byte[] name) {
    if (to - from < name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (b[from + i] != name[i]) {
        return false;
      }
    }
    int i = from + name.length;
    while (i < to && (b[i] == ' ' || b[i] == ':')) {
      i++;
    }
    return i < to && b[i] != 'n';
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
