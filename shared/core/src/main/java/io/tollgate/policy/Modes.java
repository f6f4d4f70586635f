package io.tollgate.policy;

import io.tollgate.json.Section;
import io.tollgate.ledger.Mode;
import java.util.Optional;

/// How limits spell what they do to a call that goes beyond them.
final class Modes {
  private Modes() {}

  /// Hard unless the section says otherwise; empty if it says what nobody knows.
  static Optional<Mode> read(Section section) {
    return section.has("mode") ? section.read("mode", Modes::of) : Optional.of(Mode.HARD);
  }

  private static Mode of(String word) {
    return Mode.ofWord(word)
        .orElseThrow(() ->
            new IllegalArgumentException("'" + word + "' is none of `hard`, `soft` and `shadow`"));
  }
}
