package io.tollgate.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which row of a price list a model's name means: anchored, so that a new model is never sold at
/// an old one's price.
///
/// A name means a row if it equals one of the row's names, also once a full date or `-latest` is
/// taken off its end. A base, which is what the price list matches by prefix, also takes a version
/// (`-001`, `-v1:0`) or a short date. So `gpt-4o-2024-11-20` is gpt-4o, and `claude-sonnet-5-5` is
/// not claude-sonnet-5. A fine-tune (`ft:model:owner:…`) has a row of its own or none.
///
/// @param <R> a row
/// @param names lower-case, equal to a row's
/// @param bases lower-case, what a row's names begin with
record ModelNames<R>(Map<String, R> names, Map<String, R> bases) {
  private static final Pattern DATED =
      Pattern.compile("(.+?)(?:[-@]20\\d\\d-?[01]\\d-?[0-3]\\d|-latest)");
  private static final Pattern VERSIONED =
      Pattern.compile("(.+?)(?:-\\d{3,4}|-\\d\\d-\\d\\d(?:\\d\\d)?|-v\\d+:\\d+)");
  private static final Pattern TUNED = Pattern.compile("(ft:[^:]+):.*");

  ModelNames {
    names = Map.copyOf(names);
    bases = Map.copyOf(bases);
  }

  Optional<R> row(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher tuned = TUNED.matcher(lower);
    String model = tuned.matches() ? Objects.requireNonNull(tuned.group(1)) : lower;
    return named(model)
        .or(() -> stripped(DATED, model).flatMap(this::named))
        .or(() -> stripped(VERSIONED, model).flatMap(base -> Optional.ofNullable(bases.get(base))));
  }

  /// The row that has exactly this name, in any case.
  Optional<R> exactly(String name) {
    return Optional.ofNullable(names.get(name.toLowerCase(Locale.ROOT)));
  }

  private Optional<R> named(String model) {
    return Optional.ofNullable(names.get(model)).or(() -> Optional.ofNullable(bases.get(model)));
  }

  private static Optional<String> stripped(Pattern ending, String model) {
    Matcher found = ending.matcher(model);
    return found.matches() ? Optional.ofNullable(found.group(1)) : Optional.empty();
  }
}
