package io.tollgate.policy;

import io.tollgate.json.Section;
import java.util.Optional;

/// What a limit says of calls while its account cannot be asked, because the store gives no answer.
public enum Unavailable {
  /// None passes.
  CLOSED,
  /// They pass uncounted, and are charged when the store is back.
  OPEN;

  /// Closed unless the section says otherwise; empty if it says what nobody knows.
  static Optional<Unavailable> read(Section section) {
    return section.has("unavailable")
        ? section.read("unavailable", Unavailable::of)
        : Optional.of(CLOSED);
  }

  private static Unavailable of(String word) {
    return switch (word) {
      case "closed" -> CLOSED;
      case "open" -> OPEN;
      default ->
          throw new IllegalArgumentException("'" + word + "' is none of `closed` and `open`");
    };
  }
}
