package io.tollgate.policy;

import io.tollgate.json.Scalars;
import io.tollgate.json.Section;
import io.tollgate.ledger.Thresholds;
import java.util.ArrayList;
import java.util.List;

/// Reads the shares of a limit at which somebody wants to be told: `[80, 95%]`, in any order; `[]`
/// for none.
final class ThresholdReader {
  private ThresholdReader() {}

  /// @return the usual ones if the field is not there; what could be read of it if something is
  ///   wrong
  static Thresholds read(Section section, String field) {
    if (!section.has(field)) {
      return Thresholds.USUAL;
    }
    List<Integer> percents = new ArrayList<>();
    for (String text : section.texts(field)) {
      try {
        int percent = percent(text);
        if (percents.contains(percent)) {
          section.wrong(field, "`" + field + "`: " + percent + " % stands there twice");
        } else {
          percents.add(percent);
        }
      } catch (IllegalArgumentException e) {
        section.wrong(
            field,
            "`"
                + field
                + "`: '"
                + text
                + "' is no share of the limit in whole percent from 1 to 100, such as 80 or 80%");
      }
    }
    return new Thresholds(percents);
  }

  private static int percent(String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    return (int) Scalars.whole(number.strip(), Thresholds.LEAST, Thresholds.MOST);
  }
}
