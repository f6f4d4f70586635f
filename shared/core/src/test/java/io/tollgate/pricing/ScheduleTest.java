package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.pricing.Schedule.Entry;
import io.tollgate.pricing.Schedule.When;
import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Tariff OLD = tariff(1);
  private static final Tariff NEW = tariff(2);
  private static final Tariff PEAK = tariff(3);
  private static final Instant CHANGE = Instant.parse("2026-08-17T00:00:00Z");

  private static final Schedule SCHEDULE =
      new Schedule(
          List.of(
              new Entry(new When.Always(), OLD),
              new Entry(new When.From(CHANGE), NEW),
              new Entry(new When.Daily(LocalTime.of(6, 0), LocalTime.of(10, 0)), PEAK)));

  @Test
  void a_price_holds_from_the_first_instant_of_its_day() {
    assertThat(SCHEDULE.at(CHANGE.minusNanos(1))).isEqualTo(OLD);
    assertThat(SCHEDULE.at(CHANGE)).isEqualTo(NEW);
  }

  @Test
  void a_daily_price_holds_from_its_start_up_to_but_not_at_its_end() {
    assertThat(SCHEDULE.at(Instant.parse("2026-11-20T05:59:59.999Z"))).isEqualTo(NEW);
    assertThat(SCHEDULE.at(Instant.parse("2026-11-20T06:00:00Z"))).isEqualTo(PEAK);
    assertThat(SCHEDULE.at(Instant.parse("2026-11-20T10:00:00Z"))).isEqualTo(NEW);
  }

  @Test
  void a_daily_price_may_hold_over_midnight() {
    var night =
        new Schedule(
            List.of(
                new Entry(new When.Always(), OLD),
                new Entry(new When.Daily(LocalTime.of(22, 0), LocalTime.of(2, 0)), PEAK)));
    assertThat(night.at(Instant.parse("2026-11-20T23:00:00Z"))).isEqualTo(PEAK);
    assertThat(night.at(Instant.parse("2026-11-20T01:59:59Z"))).isEqualTo(PEAK);
    assertThat(night.at(Instant.parse("2026-11-20T02:00:00Z"))).isEqualTo(OLD);
  }

  @Test
  void a_call_sees_only_the_prices_that_hold_while_it_runs() {
    Instant before = Instant.parse("2026-11-20T05:50:00Z");
    assertThat(SCHEDULE.between(before, before.plusSeconds(599))).containsExactly(NEW);
    assertThat(SCHEDULE.between(before, before.plusSeconds(600))).containsExactly(NEW, PEAK);
    assertThat(SCHEDULE.between(CHANGE.minusSeconds(1), CHANGE)).containsExactly(OLD, NEW);
  }

  @Test
  void no_call_ends_before_it_begins_or_takes_a_year() {
    assertThatThrownBy(() -> SCHEDULE.between(CHANGE, CHANGE.minusNanos(1)))
        .hasMessageContaining("no time that a call can take");
    assertThatThrownBy(() -> SCHEDULE.between(CHANGE, CHANGE.plusSeconds(365 * 86_400)))
        .hasMessageContaining("no time that a call can take");
  }

  private static Tariff tariff(long price) {
    return new Tariff(Map.of(Meter.INPUT, Rate.of(Meter.INPUT, BigDecimal.valueOf(price))));
  }
}
