package io.tollgate.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what {@link Packer} wrote.
final class Unpacker {
  private final byte[] bytes;
  private final Lexicon lexicon;
  private int at;

  Unpacker(byte[] bytes, int from, Lexicon lexicon) {
    this.bytes = bytes;
    this.lexicon = lexicon;
    at = from;
  }

  int octet() {
    return bytes[at++];
  }

  long varint() {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes[at++];
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalStateException("a stored number does not end");
  }

  byte[] bytes(int length) {
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /// What {@link Packer#parts} took apart.
  String parts(String separator) {
    long parts = varint();
    var text = new StringBuilder(string());
    for (long i = 1; i < parts; i++) {
      text.append(separator).append(string());
    }
    return text.toString();
  }

  String string() {
    int header = (int) varint();
    int half = header >>> 1;
    if ((header & 1) == 1) {
      return lexicon.text(half);
    }
    at += half;
    return new String(bytes, at - half, half, StandardCharsets.UTF_8);
  }
}
