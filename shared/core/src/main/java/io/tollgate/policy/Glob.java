package io.tollgate.policy;

import io.tollgate.json.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A pattern of names in which `*` stands for any characters, slashes too, and `?` for one. Upper
/// and lower case are the same.
///
/// @param pattern in lower case
record Glob(String pattern) {
  private static final int LONGEST = 256;

  Glob {
    if (pattern.isBlank() || pattern.length() > LONGEST) {
      throw new IllegalArgumentException(
          "'" + pattern + "' is no pattern of 1 to " + LONGEST + " characters");
    }
    pattern = pattern.toLowerCase(Locale.ROOT);
  }

  /// Those of a list, or the single one that stands in its place; what is no pattern is noted.
  static List<Glob> read(Section section, String field) {
    List<Glob> globs = new ArrayList<>();
    for (String text : section.textOrTexts(field)) {
      try {
        globs.add(new Glob(text));
      } catch (IllegalArgumentException e) {
        section.wrong(field, "`" + field + "`: " + e.getMessage());
      }
    }
    return globs;
  }

  /// As people wrote them: `openai/*, anthropic/*`.
  static String list(List<Glob> globs) {
    return String.join(", ", globs.stream().map(Glob::pattern).toList());
  }

  /// Whether it means one name only.
  boolean isName() {
    return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }

  boolean matches(String name) {
    String text = name.toLowerCase(Locale.ROOT);
    int star = -1;
    int retry = 0;
    int p = 0;
    int t = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        // The last star takes one character more.
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
