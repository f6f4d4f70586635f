package io.tollgate.ledger;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Maps a bucket to its five windows in the organisation's zone, purely.
///
/// The zone's offsets are data that the configuration carries, not this process's time zone tables:
/// so no two processes ever disagree about the day that a call belongs to. Offsets are multiples of
/// five minutes, hence no bucket straddles a window.
public final class Calendar {
  /// Calls ask for the bucket of now, and accounts show those of a close delay before it: four of
  /// five minutes, or a few more of one.
  private static final int REMEMBERED = 32;

  private final ZoneRules rules;

  // By the last digits of the bucket's number. Racing writers store equal values.
  private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(REMEMBERED);

  private record Known(Bucket bucket, Windows windows) {}

  private Calendar(ZoneRules rules) {
    this.rules = rules;
  }

  /// A change of the offset from UTC.
  ///
  /// @param at the first instant with the new offset
  /// @param offsetMinutes the new offset, a multiple of 5
  public record Shift(Instant at, int offsetMinutes) {}

  /// @param initialMinutes the offset before the first shift
  /// @param shifts in order of time
  public static Calendar of(int initialMinutes, List<Shift> shifts) {
    var transitions = new ArrayList<ZoneOffsetTransition>();
    ZoneOffset before = offset(initialMinutes);
    for (Shift shift : shifts) {
      ZoneOffset after = offset(shift.offsetMinutes());
      if (!after.equals(before)) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(shift.at().getEpochSecond(), 0, before);
        transitions.add(ZoneOffsetTransition.of(local, before, after));
        before = after;
      }
    }
    ZoneOffset initial = offset(initialMinutes);
    return new Calendar(ZoneRules.of(initial, initial, List.of(), transitions, List.of()));
  }

  public static Calendar utc() {
    return of(0, List.of());
  }

  /// What a calendar needs to know of a time zone: its offsets from one instant to another, as data
  /// to be stored.
  ///
  /// @throws IllegalArgumentException if an offset in that time is no multiple of five minutes
  public static List<Shift> shifts(ZoneRules zone, Instant from, Instant to) {
    var shifts = new ArrayList<Shift>();
    shifts.add(new Shift(from, minutes(zone.getOffset(from))));
    ZoneOffsetTransition next = zone.nextTransition(from);
    while (next != null && next.getInstant().isBefore(to)) {
      shifts.add(new Shift(next.getInstant(), minutes(next.getOffsetAfter())));
      next = zone.nextTransition(next.getInstant());
    }
    return List.copyOf(shifts);
  }

  private static int minutes(ZoneOffset offset) {
    if (offset.getTotalSeconds() % 300 != 0) {
      throw new IllegalArgumentException(
          "the offset "
              + offset
              + " is no multiple of five minutes, so a bucket would straddle days");
    }
    return offset.getTotalSeconds() / 60;
  }

  private static ZoneOffset offset(int minutes) {
    if (minutes % 5 != 0) {
      throw new IllegalArgumentException(
          "an offset of " + minutes + " minutes is no multiple of five minutes");
    }
    return ZoneOffset.ofTotalSeconds(minutes * 60);
  }

  public Windows windows(Bucket bucket) {
    int place = Math.floorMod(bucket.number(), REMEMBERED);
    Known found = known.get(place);
    if (found == null || !found.bucket().equals(bucket)) {
      found = new Known(bucket, compute(bucket));
      known.set(place, found);
    }
    return found.windows();
  }

  private Windows compute(Bucket bucket) {
    Instant start = bucket.start();
    var ids = new ArrayList<String>();
    for (Period period : Period.values()) {
      ids.add(Windows.id(period, startOf(period, start).getEpochSecond() / 60));
    }
    return Windows.of(ids);
  }

  /// The start of the window of that kind in which an instant lies; the epoch for the total.
  ///
  /// A window begins where the local time comes to a boundary, and goes on over any change of the
  /// offset: even where the local time falls back behind its beginning, no earlier window returns.
  public Instant startOf(Period period, Instant instant) {
    if (period == Period.TOTAL) {
      return Instant.EPOCH;
    }
    ZoneOffset offset = rules.getOffset(instant);
    LocalDateTime boundary =
        boundary(period, LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, offset));
    Instant start = boundary.toInstant(offset);
    ZoneOffsetTransition shift = rules.previousTransition(instant.plusNanos(1));
    if (shift == null || start.isAfter(shift.getInstant())) {
      return start;
    }
    return beginsWith(shift, period, boundary)
        ? shift.getInstant()
        : startOf(period, shift.getInstant().minusNanos(1));
  }

  /// Whether a change of the offset begins a window. Jumping over a boundary or to it does; so does
  /// falling back to one when the window before was over. Anything else lets that one go on.
  private static boolean beginsWith(
      ZoneOffsetTransition shift, Period period, LocalDateTime boundary) {
    LocalDateTime before = shift.getDateTimeBefore();
    return shift.isGap()
        ? !boundary.isBefore(before)
        : boundary.equals(shift.getDateTimeAfter()) && boundary(period, before).equals(before);
  }

  private static LocalDateTime boundary(Period period, LocalDateTime local) {
    LocalDate day = local.toLocalDate();
    return switch (period) {
      case TOTAL -> LocalDateTime.MIN;
      case MONTH -> day.withDayOfMonth(1).atStartOfDay();
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay();
      case DAY -> day.atStartOfDay();
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS);
    };
  }

  /// The first instant after the window in which an instant lies; the total never ends.
  public Instant endOf(Period period, Instant instant) {
    if (period == Period.TOTAL) {
      return Instant.MAX;
    }
    ZoneOffset offset = rules.getOffset(instant);
    LocalDateTime boundary =
        next(
            period,
            boundary(period, LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, offset)));
    Instant end = boundary.toInstant(offset);
    ZoneOffsetTransition shift = rules.nextTransition(instant);
    if (shift == null || end.isBefore(shift.getInstant())) {
      return end;
    }
    return startOf(period, shift.getInstant()).equals(shift.getInstant())
        ? shift.getInstant()
        : endOf(period, shift.getInstant());
  }

  private static LocalDateTime next(Period period, LocalDateTime boundary) {
    return switch (period) {
      case TOTAL -> LocalDateTime.MAX;
      case MONTH -> boundary.plusMonths(1);
      case WEEK -> boundary.plusWeeks(1);
      case DAY -> boundary.plusDays(1);
      case HOUR -> boundary.plusHours(1);
    };
  }

  /// Midnight of a day of the organisation, or the first instant of the day where midnight is
  /// skipped.
  public Instant startOfDay(LocalDate day) {
    LocalDateTime midnight = day.atStartOfDay();
    ZoneOffsetTransition gap = rules.getTransition(midnight);
    if (gap != null && gap.isGap()) {
      return gap.getInstant();
    }
    // Where midnight happens twice the list has two offsets; the day begins at the first.
    return midnight.toInstant(rules.getValidOffsets(midnight).getFirst());
  }

  /// The instants at which the organisation's clocks show a time: one, or two where they are set
  /// back; where that time is skipped, the instant of the skip.
  public List<Instant> instants(LocalDateTime local) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    return offsets.isEmpty()
        ? List.of(rules.getTransition(local).getInstant())
        : offsets.stream().map(local::toInstant).toList();
  }

  /// When the clocks are changed next; empty if that is not known.
  public Optional<Instant> shiftAfter(Instant instant) {
    return Optional.ofNullable(rules.nextTransition(instant)).map(ZoneOffsetTransition::getInstant);
  }

  /// The organisation's day in which an instant lies.
  public LocalDate dayOf(Instant instant) {
    return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, rules.getOffset(instant))
        .toLocalDate();
  }

  /// The instant with the organisation's offset, for people.
  public OffsetDateTime local(Instant instant) {
    return instant.atOffset(rules.getOffset(instant));
  }
}
