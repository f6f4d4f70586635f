package io.tollgate.proxy.dialect;

import java.nio.charset.StandardCharsets;

/// The lines of a stream of server-sent events, as bytes.
final class Lines {
  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] FIELDS = {
    {':'},
    "event".getBytes(StandardCharsets.US_ASCII),
    "id".getBytes(StandardCharsets.US_ASCII),
    "retry".getBytes(StandardCharsets.US_ASCII)
  };

  private Lines() {}

  /// The end of a line without its line break.
  static int withoutBreak(byte[] b, int from, int to) {
    int end = to - 1;
    return end > from && b[end - 1] == '\r' ? end - 1 : end;
  }

  /// Where the payload of a `data` line begins; -1 for another line.
  static int payload(byte[] b, int from, int end) {
    if (!startsWith(b, from, end, DATA)) {
      return -1;
    }
    int at = from + DATA.length;
    while (at < end && b[at] == ' ') {
      at++;
    }
    return at;
  }

  static boolean isDone(byte[] b, int payload, int end) {
    return end - payload >= DONE.length && startsWith(b, payload, end, DONE);
  }

  /// Whether it is a comment or a field other than `data`.
  static boolean isField(byte[] b, int from, int end) {
    for (byte[] field : FIELDS) {
      if (startsWith(b, from, end, field)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] b, int from, int end, byte[] prefix) {
    if (end - from < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (b[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
