package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.ledger.Calendar.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Windows follow one another without holes, whatever happens to the offset.
class CalendarWindowsTest {
  private static Instant at(String text) {
    return Instant.parse(text);
  }

  @Test
  void a_day_in_progress_goes_on_when_the_zone_moves_west_across_midnight() {
    // Two hours into Tuesday the organisation moves five hours to the west, into Monday evening.
    var shift = new Shift(at("2026-12-01T02:00:00Z"), -300);
    Calendar calendar = Calendar.of(0, List.of(shift));
    Instant tuesday = at("2026-12-01T00:00:00Z");
    for (Period period : List.of(Period.DAY, Period.MONTH)) {
      assertThat(calendar.startOf(period, at("2026-12-01T01:59:59Z"))).isEqualTo(tuesday);
      assertThat(calendar.startOf(period, at("2026-12-01T02:00:00Z"))).isEqualTo(tuesday);
      assertThat(calendar.startOf(period, at("2026-12-01T04:59:59Z"))).isEqualTo(tuesday);
      assertThat(calendar.endOf(period, at("2026-12-01T01:00:00Z")))
          .isEqualTo(at("2026-12-01T05:00:00Z"));
      assertThat(calendar.startOf(period, at("2026-12-01T05:00:00Z")))
          .isEqualTo(at("2026-12-01T05:00:00Z"));
    }
  }

  @Test
  void a_day_in_progress_ends_at_the_jump_that_skips_its_midnight() {
    var shift = new Shift(at("2026-11-24T22:00:00Z"), 300);
    Calendar calendar = Calendar.of(0, List.of(shift));
    assertThat(calendar.endOf(Period.DAY, at("2026-11-24T21:00:00Z")))
        .isEqualTo(at("2026-11-24T22:00:00Z"));
    assertThat(calendar.startOf(Period.DAY, at("2026-11-24T23:00:00Z")))
        .isEqualTo(at("2026-11-24T22:00:00Z"));
    assertThat(calendar.endOf(Period.DAY, at("2026-11-24T23:00:00Z")))
        .isEqualTo(at("2026-11-25T19:00:00Z"));
  }

  @Test
  void days_of_twenty_three_and_twenty_five_hours_are_days() {
    var berlin = ZoneId.of("Europe/Berlin").getRules();
    Calendar calendar =
        Calendar.of(
            60, Calendar.shifts(berlin, at("2026-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z")));
    Instant spring = at("2026-03-29T12:00:00Z");
    assertThat(length(calendar, Period.DAY, spring)).isEqualTo(Duration.ofHours(23));
    Instant autumn = at("2026-10-25T12:00:00Z");
    assertThat(length(calendar, Period.DAY, autumn)).isEqualTo(Duration.ofHours(25));
    assertThat(length(calendar, Period.HOUR, at("2026-10-25T00:30:00Z")))
        .isEqualTo(Duration.ofHours(1));
    assertThat(calendar.startOf(Period.HOUR, at("2026-10-25T01:30:00Z")))
        .isEqualTo(at("2026-10-25T01:00:00Z"));
  }

  private static Duration length(Calendar calendar, Period period, Instant instant) {
    return Duration.between(calendar.startOf(period, instant), calendar.endOf(period, instant));
  }

  @Test
  void a_day_whose_midnight_comes_twice_begins_at_the_first() {
    var havana = ZoneId.of("America/Havana").getRules();
    Calendar calendar =
        Calendar.of(
            -240, Calendar.shifts(havana, at("2026-07-01T00:00:00Z"), at("2027-01-01T00:00:00Z")));
    // At one o'clock in the night of 1 November it is midnight again.
    assertThat(calendar.startOf(Period.DAY, at("2026-11-01T12:00:00Z")))
        .isEqualTo(at("2026-11-01T04:00:00Z"));
    assertThat(length(calendar, Period.MONTH, at("2026-11-02T00:00:00Z")))
        .isEqualTo(Duration.ofDays(30).plusHours(1));
  }

  @Test
  void windows_follow_one_another_without_holes_whatever_the_shifts() {
    var random = new Random(5);
    for (int round = 0; round < 300; round++) {
      Instant at = at("2026-11-20T00:00:00Z");
      var shifts = new ArrayList<Shift>();
      for (int i = 0; i < 3; i++) {
        at = at.plus(Duration.ofHours(1 + random.nextInt(90)));
        shifts.add(new Shift(at, 5 * (random.nextInt(300) - 150)));
      }
      Calendar calendar = Calendar.of(5 * (random.nextInt(300) - 150), shifts);
      for (Period period : List.of(Period.MONTH, Period.WEEK, Period.DAY, Period.HOUR)) {
        Instant instant = at("2026-11-19T00:00:00Z");
        while (instant.isBefore(at("2026-12-05T00:00:00Z"))) {
          Instant end = calendar.endOf(period, instant);
          assertThat(end).as("%s %s %s", period, instant, shifts).isAfter(instant);
          assertThat(calendar.startOf(period, end)).as("%s %s", period, shifts).isEqualTo(end);
          assertThat(calendar.startOf(period, end.minusSeconds(1)))
              .as("%s %s %s", period, instant, shifts)
              .isEqualTo(calendar.startOf(period, instant));
          instant = end;
        }
      }
    }
  }
}
