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
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      if (isRefused(name.codePointAt(i))) {
        throw new IllegalArgumentException("a name may not contain control characters");
      }
    }
    return name;
  }

  // Half a surrogate pair is no character and could not be stored as UTF-8.
  private static boolean isRefused(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
