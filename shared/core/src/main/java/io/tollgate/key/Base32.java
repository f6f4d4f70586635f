package io.tollgate.key;

/// Bytes as letters and digits that survive shells, mails and being read aloud: RFC 4648's alphabet
/// in lower case.
final class Base32 {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  private Base32() {}

  /// Without padding; what does not fill a letter at the end is left out, so give multiples of five
  /// bytes to keep all.
  static String encode(byte[] bytes) {
    char[] text = new char[bytes.length * 8 / BITS];
    int buffer = 0;
    int held = 0;
    int next = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      held += 8;
      while (held >= BITS) {
        held -= BITS;
        text[next++] = ALPHABET.charAt((buffer >> held) & 31);
      }
    }
    return new String(text);
  }

  static boolean isEncoded(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (ALPHABET.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
