package io.tollgate.policy;

import io.tollgate.attribution.Names;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads a name that came in a header: percent-decoded UTF-8, 1 to 128 code points, no controls.
final class HeaderValue {
  private static final char UNREADABLE = '\uFFFD';

  private HeaderValue() {}

  /// What the value says.
  sealed interface Result {}

  record Name(String text) implements Result {}

  /// @param why a sentence
  record Bad(String why) implements Result {}

  static Result read(String value) {
    // A header carries ASCII. Two names that a transport could not read would become one.
    if (value.indexOf(UNREADABLE) >= 0) {
      return new Bad("it holds bytes that no header carries; send them percent-encoded.");
    }
    try {
      // Nearly all names are plain.
      return new Name(Names.check(value.indexOf('%') < 0 ? value : decoded(value)));
    } catch (CharacterCodingException e) {
      return new Bad("its percent-encoding is no UTF-8.");
    } catch (IllegalArgumentException e) {
      return new Bad(e.getMessage() + ".");
    }
  }

  private static String decoded(String value) throws CharacterCodingException {
    var bytes = new ByteArrayOutputStream(value.length());
    int i = 0;
    while (i < value.length()) {
      int codePoint = value.codePointAt(i);
      if (codePoint == '%') {
        bytes.write(octet(value, i));
        i += 3;
      } else {
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
      }
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes.toByteArray()))
        .toString();
  }

  private static int octet(String value, int at) {
    int high = at + 1 < value.length() ? Character.digit(value.charAt(at + 1), 16) : -1;
    int low = at + 2 < value.length() ? Character.digit(value.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw new IllegalArgumentException("a % is not followed by two hexadecimal digits");
    }
    return high * 16 + low;
  }
}
