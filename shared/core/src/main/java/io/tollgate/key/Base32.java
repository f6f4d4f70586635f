package io.tollgate.key;

import java.math.BigInteger;

/// Bytes as letters and digits that survive shells, mails and being read aloud: RFC 4648's alphabet
/// in lower case.
final class Base32 {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  private Base32() {}

  /// Without padding; what does not fill a letter at the end is left out, so give multiples of five
  /// bytes to keep all.
  static String encode(byte[] bytes) {
    int letters = bytes.length * 8 / BITS;
    BigInteger number = new BigInteger(1, bytes).shiftRight(bytes.length * 8 - letters * BITS);
    char[] text = new char[letters];
    for (int i = letters - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt(number.intValue() & 31);
      number = number.shiftRight(BITS);
    }
    return new String(text);
  }

  static boolean isEncoded(String text) {
    return text.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0);
  }
}
