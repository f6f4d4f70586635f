package io.tollgate.ledger;

import java.util.Arrays;

/// Where the charge of a settled call comes from. The spellings are frozen.
public enum Source {
  /// Metered usage.
  USAGE("usage"),
  /// The bound, until proven cheaper; people see `estimated`.
  BOUND("bound"),
  /// The call was not served.
  NONE("none");

  private final String word;

  Source(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  static Source ofWord(String word) {
    return Arrays.stream(values())
        .filter(source -> source.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no source is called '" + word + "'"));
  }
}
