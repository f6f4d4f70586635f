package io.tollgate.policy;

import io.tollgate.json.Spelling;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Calendar.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.util.ArrayList;
import java.util.List;

/// The organisation's zone as data: which offset from UTC holds from when on, as it is stored with
/// a version.
///
/// Processes build their calendar from this and never from their own time zone tables, so no two of
/// them ever disagree about the day of a call.
///
/// @param zone its name, such as `Europe/Berlin`
/// @param shifts in order of time, at least one
/// @param until how far the zone's rules were looked up; beyond, the last offset holds
public record Offsets(String zone, List<Shift> shifts, Instant until) {
  /// Windows that are still looked at must have started within it; a year and a month are kept at
  /// hand.
  private static final Duration BEFORE = Duration.ofDays(400);

  private static final Duration AHEAD = Duration.ofDays(2 * 366);

  /// A deployment that starts with less is given a new version, so that its calendar does not run
  /// out.
  private static final Duration LEAST_AHEAD = Duration.ofDays(366);

  public Offsets {
    shifts = List.copyOf(shifts);
    if (shifts.isEmpty()) {
      throw new IllegalArgumentException("the zone " + zone + " has no offset at all");
    }
  }

  /// What this process's tables say of a zone, from more than a year ago to two years ahead.
  ///
  /// @throws java.time.DateTimeException if that is no name of a zone
  /// @throws IllegalArgumentException if there is no such zone, or an offset in that time is no
  ///   multiple of five minutes
  public static Offsets of(String zone, Instant now) {
    Instant until = now.plus(AHEAD).truncatedTo(ChronoUnit.DAYS);
    Instant from = now.minus(BEFORE).truncatedTo(ChronoUnit.DAYS);
    return new Offsets(zone, Calendar.shifts(rules(zone), from, until), until);
  }

  private static ZoneRules rules(String zone) {
    try {
      return ZoneId.of(zone).getRules();
    } catch (ZoneRulesException e) {
      String hint = Spelling.hint(Spelling.nearest(zone, ZoneId.getAvailableZoneIds()));
      throw new IllegalArgumentException("there is no time zone '" + zone + "'" + hint, e);
    }
  }

  /// Those of the next version. What lies behind, and the next hour, stays as it was stored,
  /// whatever the tables say today, and whichever zone it is: a window that has begun keeps its
  /// start. Beyond, they reach two years ahead of now.
  ///
  /// Another zone is one more change of the offset, at the first whole hour that is more than an
  /// hour ahead: so every function has long known of it when it comes.
  ///
  /// @throws java.time.DateTimeException if that is no name of a zone
  /// @throws IllegalArgumentException as for {@link #of}
  Offsets continued(String as, Instant now) {
    return as.equals(zone) && suffice(now) ? this : extended(as, now);
  }

  private Offsets extended(String as, Instant now) {
    Instant edge = now.plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.HOURS);
    List<Shift> all = new ArrayList<>(shifts.stream().filter(s -> s.at().isBefore(edge)).toList());
    Offsets fresh = of(as, now);
    for (Shift shift : Calendar.shifts(rules(as), edge, fresh.until())) {
      if (all.isEmpty() || all.getLast().offsetMinutes() != shift.offsetMinutes()) {
        all.add(shift);
      }
    }
    return new Offsets(as, all, fresh.until());
  }

  /// Whether there is a year left.
  private boolean suffice(Instant now) {
    return until.isAfter(now.plus(LEAST_AHEAD));
  }

  public Calendar calendar() {
    return Calendar.of(shifts.getFirst().offsetMinutes(), shifts);
  }

  /// The stored spelling of the shifts: `1743296400:120,1761440400:60`, seconds since the epoch and
  /// minutes.
  String spelt() {
    return String.join(
        ",", shifts.stream().map(s -> s.at().getEpochSecond() + ":" + s.offsetMinutes()).toList());
  }

  static Offsets parse(String zone, String spelt, Instant until) {
    List<Shift> shifts = new ArrayList<>();
    for (String one : spelt.split(",", -1)) {
      int colon = one.indexOf(':');
      shifts.add(
          new Shift(
              Instant.ofEpochSecond(Long.parseLong(one, 0, colon, 10)),
              Integer.parseInt(one, colon + 1, one.length(), 10)));
    }
    return new Offsets(zone, shifts, until);
  }
}
