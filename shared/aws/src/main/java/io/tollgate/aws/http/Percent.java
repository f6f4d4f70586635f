package io.tollgate.aws.http;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Percent-encoding in paths and queries. What is no escape stays as it stands: a `%` of a path
/// that came decoded.
public final class Percent {
  private Percent() {}

  /// The text with its escapes read as UTF-8; a `+` stays a `+`.
  public static String decode(String text) {
    int escape = text.indexOf('%');
    if (escape < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    var decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(encoded[i + 2], 16);
      if (encoded[i] == '%' && low >= 0) {
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(encoded[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  /// The text with all but letters, digits and `.-*_` escaped.
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
