package io.tollgate.policy;

import io.tollgate.json.Spelling;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A window of each week by the organisation's clocks: `Mon-Fri 07:00-20:00`, `Sat,Sun`,
/// `22:00-06:00`, each perhaps after `allow` or `block`.
///
/// @param blocks whether it closes what it covers; else it opens it
/// @param days on which it begins
/// @param from minutes of the day
/// @param to minutes of the day, 1440 for its end; where it is not after `from`, of the next day
record Hours(boolean blocks, Set<DayOfWeek> days, int from, int to) {
  private static final int DAY = 24 * 60;
  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:(allow|block)\\b\\s*)?(\\p{L}[\\p{L},-]*)?\\s*(?:(\\d\\d?):(\\d\\d)\\s*-\\s*(\\d\\d?):(\\d\\d))?");

  Hours {
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /// @throws IllegalArgumentException with the reason if the text says no window
  static Hours parse(String text) {
    Matcher found = TEXT.matcher(text.strip());
    if (!found.matches() || (found.group(2) == null && found.group(3) == null)) {
      throw new IllegalArgumentException(
          "'" + text + "' is no window such as `Mon-Fri 07:00-20:00` or `block Sat,Sun`");
    }
    Set<DayOfWeek> days =
        found.group(2) == null ? EnumSet.allOf(DayOfWeek.class) : days(found.group(2));
    boolean blocks = "block".equals(found.group(1));
    if (found.group(3) == null) {
      return new Hours(blocks, days, 0, DAY);
    }
    int from = minutes(found.group(3), found.group(4), DAY - 1);
    int to = minutes(found.group(5), found.group(6), DAY);
    if (from == to) {
      throw new IllegalArgumentException(
          "'" + text + "' ends when it begins; a whole day is `00:00-24:00`");
    }
    return new Hours(blocks, days, from, to);
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      DayOfWeek first = day(dash < 0 ? part : part.substring(0, dash));
      DayOfWeek last = dash < 0 ? first : day(part.substring(dash + 1));
      // Fri-Mon goes over the end of the week.
      for (DayOfWeek day = first; day != last; day = day.plus(1)) {
        days.add(day);
      }
      days.add(last);
    }
    return days;
  }

  private static DayOfWeek day(String word) {
    int at = NAMES.indexOf(word.toLowerCase(Locale.ROOT));
    if (at < 0) {
      throw new IllegalArgumentException(
          "'"
              + word
              + "' is none of Mon, Tue, Wed, Thu, Fri, Sat and Sun"
              + Spelling.hint(Spelling.nearest(word, NAMES)));
    }
    return DayOfWeek.of(at + 1);
  }

  private static int minutes(String hours, String minutes, int most) {
    int all = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    if (all > most || Integer.parseInt(minutes) > 59) {
      throw new IllegalArgumentException("there is no time " + hours + ":" + minutes);
    }
    return all;
  }

  boolean cover(LocalDateTime local) {
    int minute = local.getHour() * 60 + local.getMinute();
    DayOfWeek day = local.getDayOfWeek();
    if (from < to) {
      return days.contains(day) && from <= minute && minute < to;
    }
    return (days.contains(day) && minute >= from) || (days.contains(day.minus(1)) && minute < to);
  }

  /// The times of a day at which it may begin or end.
  List<LocalTime> edges() {
    return List.of(LocalTime.of(from / 60, from % 60), LocalTime.of(to / 60 % 24, to % 60));
  }
}
