package io.tollgate.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes bytes, whole numbers and strings one behind the other.
final class Packer {
  // Holds a journal item, so that packing seldom grows the array.
  private static final int USUAL = 768;

  private final Lexicon lexicon;
  private byte[] bytes = new byte[USUAL];
  private int size;

  Packer(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  void octet(int octet) {
    room(1);
    bytes[size++] = (byte) octet;
  }

  void bytes(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  /// Seven bits a byte, the lowest first; the number is taken as unsigned.
  void varint(long number) {
    room(10);
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void string(String text) {
    int code = lexicon.code(text);
    if (code != Lexicon.UNKNOWN) {
      varint(2L * code + 1);
    } else if (!ascii(text)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      varint(2L * utf8.length);
      bytes(utf8);
    }
  }

  /// How many parts there are, and the parts.
  void parts(String text, String separator) {
    int parts = 1;
    for (int at = text.indexOf(separator);
        at >= 0;
        at = text.indexOf(separator, at + separator.length())) {
      parts++;
    }
    varint(parts);
    int start = 0;
    for (int i = 1; i < parts; i++) {
      int end = text.indexOf(separator, start);
      string(text.substring(start, end));
      start = end + separator.length();
    }
    string(text.substring(start));
  }

  /// Nearly every string is ASCII: written in place, without a copy.
  private boolean ascii(String text) {
    int length = text.length();
    int start = size;
    varint(2L * length);
    room(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = start;
        return false;
      }
      bytes[size++] = (byte) c;
    }
    return true;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
