package io.tollgate.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a limit does to a call that goes beyond it.
public enum Mode {
  /// Refuses it.
  HARD,
  /// Lets it through and tells everybody, the caller too.
  SOFT,
  /// Lets it through and only records what it would have done.
  SHADOW;

  public boolean refuses() {
    return this == HARD;
  }

  /// As the configuration and every answer spell it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Mode> ofWord(String word) {
    return Stream.of(values()).filter(mode -> mode.word().equals(word)).findFirst();
  }
}
