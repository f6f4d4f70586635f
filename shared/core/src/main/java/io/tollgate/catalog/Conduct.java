package io.tollgate.catalog;

import io.tollgate.catalog.ProviderSettings.Flags;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How a model behaves where money is concerned, all questions answered.
///
/// @param honoursCap whether it never generates more than the output cap
/// @param cancelStopsBilling whether hanging up ends the bill
/// @param billsErrors whether an error before any output costs money
public record Conduct(boolean honoursCap, boolean cancelStopsBilling, boolean billsErrors) {

  /// The first answer to each question counts; without any, a cap is honoured, hanging up does not
  /// stop the bill and errors cost nothing.
  static Conduct of(List<Flags> bySpeciality) {
    return new Conduct(
        answer(bySpeciality, Flags::honoursCap, true),
        answer(bySpeciality, Flags::cancelStopsBilling, false),
        answer(bySpeciality, Flags::billsErrors, false));
  }

  static boolean answer(
      List<Flags> bySpeciality, Function<Flags, Optional<Boolean>> question, boolean otherwise) {
    return bySpeciality.stream()
        .flatMap(flags -> question.apply(flags).stream())
        .findFirst()
        .orElse(otherwise);
  }
}
