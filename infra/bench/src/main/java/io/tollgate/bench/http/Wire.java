package io.tollgate.bench.http;

/// The little of HTTP/1.1 that caller and provider of a bench must read.
final class Wire {
  private static final String LENGTH = "content-length:";

  private Wire() {}

  /// Where the body begins; 0 while the head is incomplete.
  static int endOfHead(byte[] b, int from, int to) {
    for (int i = from + 3; i < to; i++) {
      if (b[i] == '\n' && b[i - 1] == '\r' && b[i - 2] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /// What the head says of the body's length; -1 if nothing.
  static int contentLength(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == '\n' && isLength(b, i + 1, to)) {
        return number(b, i + 1 + LENGTH.length(), to);
      }
    }
    return -1;
  }

  private static boolean isLength(byte[] b, int from, int to) {
    if (from + LENGTH.length() >= to) {
      return false;
    }
    for (int i = 0; i < LENGTH.length(); i++) {
      int c = b[from + i];
      if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != LENGTH.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] == ' ') {
      i++;
    }
    int number = 0;
    for (; i < to && b[i] >= '0' && b[i] <= '9'; i++) {
      number = number * 10 + b[i] - '0';
    }
    return number;
  }

  /// Whether the last chunk of a body has arrived; nothing follows it, since callers wait for it.
  static boolean endsLastChunk(byte[] b, int from, int to) {
    return to - from >= 5
        && b[to - 1] == '\n'
        && b[to - 3] == '\n'
        && b[to - 5] == '0'
        && (to - from == 5 || b[to - 6] == '\n');
  }

  static int status(byte[] b) {
    return (b[9] - '0') * 100 + (b[10] - '0') * 10 + b[11] - '0';
  }
}
