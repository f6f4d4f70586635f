package io.tollgate.proxy;

import io.tollgate.proxy.upstream.Garbled;
import java.util.Arrays;

/// Bytes of an answer that is held until its end. Not safe for use by several threads.
final class Body {
  private final int most;
  private byte[] bytes = {};
  private int length;

  Body(int most) {
    this.most = most;
  }

  /// @throws Garbled if it becomes longer than it may
  void add(byte[] from, int offset, int count) throws Garbled {
    if (length + count > most) {
      throw new Garbled("the answer is longer than " + most + " bytes");
    }
    if (length + count > bytes.length) {
      // Most answers come in one piece.
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  /// Longer than {@link #length} as a rule.
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
