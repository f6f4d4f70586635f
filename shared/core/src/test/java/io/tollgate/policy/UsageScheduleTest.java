package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Attribution;
import io.tollgate.ledger.Calendar;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In Berlin, whose clocks went from +02:00 to +01:00 on 2026-10-25 and go back on 2027-03-28.
class UsageScheduleTest {
  private static final Candidate CALL =
      new Candidate(
          new Attribution("ada", "bot", "sales", "search", "key_1", Optional.empty()),
          "openai",
          "gpt-5",
          "gpt-5",
          "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Within, at both edges, on a day off.
        "Mon-Fri 07:00-20:00|2026-11-24T12:00:00+01:00|open",
        "Mon-Fri 07:00-20:00|2026-11-24T07:00:00+01:00|open",
        "Mon-Fri 07:00-20:00|2026-11-24T19:59:59+01:00|open",
        "Mon-Fri 07:00-20:00|2026-11-24T20:00:00+01:00|2026-11-25T07:00:00+01:00",
        "Mon-Fri 07:00-20:00|2026-11-24T06:59:59+01:00|2026-11-24T07:00:00+01:00",
        "Mon-Fri 07:00-20:00|2026-11-27T21:00:00+01:00|2026-11-30T07:00:00+01:00",
        // Over midnight, over the end of the week, to its end.
        "Mon-Fri 22:00-06:00|2026-11-24T05:59:00+01:00|open",
        "Mon-Fri 22:00-06:00|2026-11-28T05:59:00+01:00|open",
        "Mon-Fri 22:00-06:00|2026-11-28T06:00:00+01:00|2026-11-30T22:00:00+01:00",
        "Mon-Fri 22:00-06:00|2026-11-30T05:59:00+01:00|2026-11-30T22:00:00+01:00",
        "Sat-Mon 18:00-24:00|2026-11-29T23:59:59+01:00|open",
        "Sat-Mon 18:00-24:00|2026-12-01T00:00:00+01:00|2026-12-05T18:00:00+01:00",
        "Sun 20:00-02:00|2026-11-30T01:59:00+01:00|open",
        // Days without times, times without days, lists of days.
        "Mon,Wed|2026-11-24T12:00:00+01:00|2026-11-25T00:00:00+01:00",
        "09:00-17:00|2026-11-28T08:00:00+01:00|2026-11-28T09:00:00+01:00",
        "allow Tue,Thu-Fri 8:00-9:00|2026-11-24T09:00:00+01:00|2026-11-26T08:00:00+01:00",
        // What blocks.
        "block Sat,Sun|2026-11-24T12:00:00+01:00|open",
        "block Sat,Sun|2026-11-28T12:00:00+01:00|2026-11-30T00:00:00+01:00",
        "block 22:00-06:00|2026-11-24T23:00:00+01:00|2026-11-25T06:00:00+01:00",
        "block 00:00-24:00|2026-11-24T23:00:00+01:00|never",
        // Clocks set back: what ends at 02:30 ends twice, what begins then begins twice.
        "Sun 01:00-02:30|2026-10-25T02:15:00+02:00|open",
        "Sun 01:00-02:30|2026-10-25T02:45:00+02:00|2026-10-25T02:00:00+01:00",
        "Sun 01:00-02:30|2026-10-25T02:15:00+01:00|open",
        "Sun 02:30-02:45|2026-10-25T02:50:00+02:00|2026-10-25T02:30:00+01:00",
        // Clocks set forward: 02:00 to 03:00 is skipped.
        "Sun 02:15-02:45|2027-03-28T01:00:00+01:00|2027-04-04T02:15:00+02:00",
        "Sun 02:30-05:00|2027-03-28T01:59:59+01:00|2027-03-28T03:00:00+02:00",
        "block Sun 00:00-02:30|2027-03-28T01:00:00+01:00|2027-03-28T03:00:00+02:00",
        "Mon-Fri 07:00-20:00|2027-03-26T20:00:00+01:00|2027-03-29T07:00:00+02:00",
      })
  void a_call_begins_in_its_window_or_is_told_when_that_opens(
      String window, String now, String opens) {
    assertThat(told("\"" + window + "\"", now)).isEqualTo(opens);
  }

  @Test
  void of_several_windows_one_that_allows_is_enough_and_one_that_blocks_is_enough() {
    String some = "[Mon-Fri 07:00-20:00, Sat 10:00-12:00, 'block Tue 12:00-13:00']";
    assertThat(told(some, "2026-11-28T11:00:00+01:00")).isEqualTo("open");
    assertThat(told(some, "2026-11-24T11:59:00+01:00")).isEqualTo("open");
    assertThat(told(some, "2026-11-24T12:30:00+01:00")).isEqualTo("2026-11-24T13:00:00+01:00");
    assertThat(told(some, "2026-11-27T20:00:00+01:00")).isEqualTo("2026-11-28T10:00:00+01:00");
  }

  @Test
  void of_several_schedules_that_are_closed_the_one_that_opens_last_speaks() {
    Configuration acme =
        configuration(
            "{schedule: 07:00-20:00, of: workspace}", "{schedule: Mon-Fri, of: member/ada}");
    Instant now = Instant.parse("2026-11-28T05:00:00Z");
    Objection said =
        acme.policies()
            .rules(CALL.who(), "laptop", "openai", "gpt-5")
            .closed(CALL, now, acme.calendar())
            .orElseThrow();
    assertThat(said.policy()).isEqualTo("schedule:member/ada");
    assertThat(said.scope().toString()).isEqualTo("member/ada");
    assertThat(said.why())
        .isEqualTo(
            "Schedule 'schedule:member/ada' lets nothing through now. It opens at"
                + " 2026-11-30T00:00:00+01:00.");
    assertThat(said.details()).containsEntry("opens_at", "2026-11-30T00:00:00+01:00");
  }

  private static String told(String schedule, String now) {
    Configuration acme = configuration("{schedule: " + schedule + ", of: workspace}");
    Calendar calendar = acme.calendar();
    return acme.policies()
        .rules(CALL.who(), "laptop", "openai", "gpt-5")
        .closed(CALL, OffsetDateTime.parse(now).toInstant(), calendar)
        .map(said -> said.details().getOrDefault("opens_at", "never"))
        .orElse("open");
  }

  private static Configuration configuration(String... policies) {
    return ConfigurationFileTest.parsed(
        "timezone: Europe/Berlin\npolicies:\n  - " + String.join("\n  - ", policies) + "\n");
  }
}
