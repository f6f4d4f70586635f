package io.tollgate.attribution;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of things that a limit can speak of.
///
/// Each has a one-letter code that stands in keys of the store and is therefore frozen (a test pins
/// it).
public enum ScopeKind {
  WORKSPACE('w', "workspace"),
  MEMBER('m', "member"),
  AGENT('a', "agent"),
  DEPARTMENT('d', "department"),
  FEATURE('f', "feature"),
  KEY('k', "key"),
  SESSION('s', "session"),
  PROVIDER('p', "provider"),
  MODEL('o', "model");

  private final char code;
  private final String word;

  ScopeKind(char code, String word) {
    this.code = code;
    this.word = word;
  }

  public char code() {
    return code;
  }

  /// The name in JSON and configuration.
  public String word() {
    return word;
  }

  public static Optional<ScopeKind> ofWord(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  /// @throws IllegalArgumentException if no kind has this code
  public static ScopeKind ofCode(char code) {
    return Arrays.stream(values())
        .filter(kind -> kind.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scope has the code '" + code + "'"));
  }
}
