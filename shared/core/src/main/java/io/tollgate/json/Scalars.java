package io.tollgate.json;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Reads single values exactly; each throws IllegalArgumentException with the reason where it
/// cannot.
public final class Scalars {
  // Bounded, so that no exponent makes a number that fills the memory.
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?\\d{1,60}(\\.\\d{1,60})?([eE][+-]?\\d{1,2})?");

  private Scalars() {}

  public static BigDecimal decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a decimal number");
    }
    return new BigDecimal(text);
  }

  /// A whole number between two bounds, which are allowed too.
  public static long whole(String text, long least, long most) {
    BigDecimal number = decimal(text);
    if (number.stripTrailingZeros().scale() > 0
        || number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new IllegalArgumentException(
          text + " is not a whole number from " + least + " to " + most);
    }
    return number.longValueExact();
  }

  public static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }
}
