package io.tollgate.policy;

import io.tollgate.json.Scalars;
import io.tollgate.json.Section;
import io.tollgate.json.Spelling;
import io.tollgate.json.Vocabulary;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Stages;
import io.tollgate.money.Usd;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The most money in one window.
///
/// @param limit 0 lets nothing through
/// @param stages what it does before it stops
/// @param unpriced what it says of calls without a price
public record Budget(
    String id,
    Target of,
    Period period,
    Usd limit,
    Mode mode,
    Stages stages,
    Unavailable unavailable,
    Unpriced unpriced)
    implements Policy {
  private static final BigDecimal LARGEST_LIMIT = BigDecimal.TEN.pow(12);

  static final Form FORM =
      new Form(
          List.of("budget"),
          Vocabulary.of(
              "budget",
              "of",
              "limit_usd",
              "mode",
              "thresholds",
              "throttle_from",
              "degrade",
              "clamp",
              "unavailable",
              "unpriced",
              "id"),
          Budget::read);

  @Override
  public String kind() {
    return period.word();
  }

  Ceiling ceiling() {
    return new Ceiling(period, limit, id, mode, stages);
  }

  private static Optional<Draft> read(Section section) {
    Optional<Period> period = section.read("budget", Budget::period);
    Optional<Usd> limit = section.read("limit_usd", Budget::limit);
    Optional<Mode> mode = Modes.read(section);
    Optional<Stages> stages = StageReader.read(section, mode.orElse(Mode.HARD));
    Optional<Unavailable> unavailable = Unavailable.read(section);
    Optional<Unpriced> unpriced = Unpriced.read(section, mode.orElse(Mode.HARD));
    if (!section.has("limit_usd")) {
      section.wrong("a budget needs `limit_usd`");
    }
    return period.isEmpty()
            || limit.isEmpty()
            || mode.isEmpty()
            || stages.isEmpty()
            || unavailable.isEmpty()
            || unpriced.isEmpty()
        ? Optional.empty()
        : Draft.of(
            period.get().word(),
            (id, of) ->
                new Budget(
                    id,
                    of,
                    period.get(),
                    limit.get(),
                    mode.get(),
                    stages.get(),
                    unavailable.get(),
                    unpriced.get()));
  }

  private static Period period(String word) {
    List<String> words = Arrays.stream(Period.values()).map(Period::word).toList();
    return Period.ofWord(word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + word
                    + "' is none of "
                    + String.join(", ", words)
                    + Spelling.hint(Spelling.nearest(word, words))));
  }

  static Usd limit(String text) {
    BigDecimal dollars = Scalars.decimal(text);
    if (dollars.signum() < 0) {
      throw new IllegalArgumentException(text + " is below 0; a limit of 0 lets nothing through");
    }
    if (dollars.compareTo(LARGEST_LIMIT) > 0) {
      throw new IllegalArgumentException(
          text + " is more than 10^12 dollars; leave the policy out for no limit");
    }
    return Usd.of(dollars);
  }
}
