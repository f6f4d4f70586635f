package io.tollgate.proxy.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.OptionalLong;

/// At most how many tokens the texts of a body can be, whatever the tokenizer.
///
/// Every token of a byte-level or byte-fallback tokenizer covers at least one UTF-8 byte of the
/// text it sees, which is the text as sent or, for some, its NFKC form. All text stands in the
/// body, escaped or not, and no escape is shorter than what it stands for; so the body's length is
/// a bound for the first kind. NFKC can grow a text (one code point of 3 bytes becomes 33), so for
/// the second kind the body is unescaped and normalised. Quotes, which nothing composes with, keep
/// its texts apart.
final class TextBound {
  private TextBound() {}

  /// @return empty if the body is not UTF-8
  static OptionalLong tokens(byte[] body) {
    if (isPlain(body)) {
      return OptionalLong.of(body.length);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return OptionalLong.of(Math.max(body.length, normalisedBytes(unescaped(text))));
    } catch (CharacterCodingException notUtf8) {
      return OptionalLong.empty();
    }
  }

  /// ASCII without `\`u: the body is the text, and NFKC leaves it alone.
  private static boolean isPlain(byte[] body) {
    byte before = 0;
    for (byte b : body) {
      if (b < 0 || (b == 'u' && before == '\\')) {
        return false;
      }
      before = b;
    }
    return true;
  }

  private static long normalisedBytes(String text) {
    if (Normalizer.isNormalized(text, Normalizer.Form.NFKC)) {
      return bytes(text);
    }
    return bytes(Normalizer.normalize(text, Normalizer.Form.NFKC));
  }

  private static long bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Two halves of a pair are 4 bytes together; a lone half becomes U+FFFD, 3 bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) && isPaired(text, i) ? 2 : 3;
    }
    return bytes;
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  /// Resolves `\`u escapes only: the others stand for one ASCII character, which is shorter than
  /// they are.
  private static String unescaped(String text) {
    int escape = text.indexOf('\\');
    if (escape < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    int from = 0;
    while (escape >= 0 && escape + 1 < text.length()) {
      int unit = text.charAt(escape + 1) == 'u' ? unit(text, escape + 2) : -1;
      if (unit >= 0) {
        plain.append(text, from, escape).append((char) unit);
        from = escape + 6;
      }
      escape = text.indexOf('\\', escape + (unit >= 0 ? 6 : 2));
    }
    return plain.append(text, from, text.length()).toString();
  }

  private static int unit(String text, int at) {
    if (at + 4 > text.length()) {
      return -1;
    }
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }
}
