package io.tollgate.policy;

import io.tollgate.attribution.Names;
import io.tollgate.json.Scalars;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.ledger.Degrade;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Stages;
import io.tollgate.ledger.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a budget does before it stops. Shares are in whole percent of the limit: `80` or
/// `80%`.
final class StageReader {
  private static final Vocabulary DEGRADE = Vocabulary.of("from", "to");

  private StageReader() {}

  /// The usual stages where the section says nothing; empty if one cannot be read.
  static Optional<Stages> read(Section section, Mode mode) {
    Thresholds thresholds = thresholds(section);
    Optional<Integer> from = throttleFrom(section, mode);
    boolean clamp = clamp(section, mode);
    if (!section.has("degrade")) {
      return from.map(percent -> new Stages(thresholds, percent, Optional.empty(), clamp));
    }
    Optional<Degrade> degrade = degrade(section.section("degrade"));
    return from.isEmpty() || degrade.isEmpty()
        ? Optional.empty()
        : Optional.of(new Stages(thresholds, from.get(), degrade, clamp));
  }

  private static Optional<Degrade> degrade(Section section) {
    section.check(DEGRADE);
    for (String field : List.of("from", "to")) {
      if (!section.has(field)) {
        section.wrong("`degrade` needs `" + field + "`, as in `{from: 80%, to: provider/model}`");
      }
    }
    Optional<Integer> from = section.read("from", StageReader::share);
    Optional<String> to = section.read("to", Names::check);
    return from.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(new Degrade(from.get(), to.get()));
  }

  private static boolean clamp(Section section, Mode mode) {
    boolean clamp = section.flag("clamp").orElse(false);
    if (clamp && !mode.refuses()) {
      section.wrong(
          "clamp",
          "`clamp` lowers the cap of calls that would be refused, and a budget of `mode: "
              + mode.word()
              + "` refuses none; leave one of the two out");
    }
    return clamp;
  }

  private static int share(String text) {
    try {
      return percent(text, 1, 99);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no whole percent of the limit from 1% to 99%");
    }
  }

  /// In any order; `[]` for none.
  ///
  /// @return what could be read if something is wrong
  private static Thresholds thresholds(Section section) {
    if (!section.has("thresholds")) {
      return Thresholds.USUAL;
    }
    List<Integer> percents = new ArrayList<>();
    for (String text : section.texts("thresholds")) {
      try {
        int percent = percent(text, Thresholds.LEAST, Thresholds.MOST);
        if (percents.contains(percent)) {
          section.wrong("thresholds", "`thresholds`: " + percent + " % stands there twice");
        } else {
          percents.add(percent);
        }
      } catch (IllegalArgumentException e) {
        section.wrong(
            "thresholds",
            "`thresholds`: '"
                + text
                + "' is no share of the limit in whole percent from 1 to 100, such as 80 or 80%");
      }
    }
    return new Thresholds(percents);
  }

  private static Optional<Integer> throttleFrom(Section section, Mode mode) {
    if (!section.has("throttle_from")) {
      return Optional.of(Stages.NEVER);
    }
    Optional<Integer> from = section.read("throttle_from", StageReader::throttleFrom);
    if (!mode.refuses() && from.isPresent() && from.get() < Stages.NEVER) {
      section.wrong(
          "throttle_from",
          "`throttle_from` refuses calls that come too fast, which a budget of `mode: "
              + mode.word()
              + "` never does; leave one of the two out");
    }
    return from;
  }

  private static int throttleFrom(String text) {
    if (text.equals("never")) {
      return Stages.NEVER;
    }
    try {
      return percent(text, 1, Stages.NEVER - 1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither `never` nor a whole percent of the limit from 1% to 99%");
    }
  }

  private static int percent(String text, int least, int most) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    return (int) Scalars.whole(number.strip(), least, most);
  }
}
