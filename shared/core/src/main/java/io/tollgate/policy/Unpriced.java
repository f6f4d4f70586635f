package io.tollgate.policy;

import io.tollgate.json.Section;
import io.tollgate.ledger.Mode;
import java.util.Optional;

/// What budgets say of calls of a model whose price nobody knows; of several, the last named here
/// decides.
enum Unpriced {
  /// Nothing.
  UNSAID,
  /// They pass, at the dearest prices of their provider.
  CONSERVATIVE,
  /// None passes.
  DENY;

  /// A hard budget denies unless it says otherwise. A soft one never refuses, so it can only let
  /// through; a shadow one changes nothing.
  ///
  /// @return empty if the section says what nobody knows
  static Optional<Unpriced> read(Section section, Mode mode) {
    Unpriced unsaid = mode.refuses() ? DENY : UNSAID;
    return section.has("unpriced")
        ? section
            .read("unpriced", Unpriced::isConservative)
            .map(yes -> yes && mode != Mode.SHADOW ? CONSERVATIVE : unsaid)
        : Optional.of(unsaid);
  }

  private static Boolean isConservative(String word) {
    return switch (word) {
      case "deny" -> false;
      case "conservative" -> true;
      default ->
          throw new IllegalArgumentException("'" + word + "' is none of `deny` and `conservative`");
    };
  }

  Unpriced and(Unpriced other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
