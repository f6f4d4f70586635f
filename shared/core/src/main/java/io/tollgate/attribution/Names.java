package io.tollgate.attribution;

/// What the names of members, agents, departments, features, keys and sessions may be: 1 to 128
/// code points, no controls.
public final class Names {
  private static final int LONGEST = 128;

  private Names() {}

  /// The name itself.
  ///
  /// @throws IllegalArgumentException if it may not be one
  public static String check(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one character");
    }
    int length = name.codePointCount(0, name.length());
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "a name of " + length + " characters is longer than " + LONGEST);
    }
    if (!isOneLine(name)) {
      throw new IllegalArgumentException("a name may not contain control characters");
    }
    return name;
  }

  /// Whether a text has nothing but characters that one line can show, and that can be stored.
  public static boolean isOneLine(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (isRefused(text.codePointAt(i))) {
        return false;
      }
    }
    return true;
  }

  // Half a surrogate pair is no character and could not be stored as UTF-8.
  private static boolean isRefused(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
