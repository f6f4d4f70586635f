package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.local.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Days, hours and zones, with the clock moved between one start and the next: what is spent stays
/// spent until its window ends, and no longer.
@Timeout(120)
class WindowsTest {
  private static final RawProvider PROVIDER = new RawProvider();

  @TempDir private Path directory;

  @BeforeAll
  static void open() {
    PROVIDER.on("m", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1000)));
  }

  @AfterAll
  static void close() {
    PROVIDER.close();
  }

  // A call costs $0.10, which is all that a window has.
  private static String file(String zone) {
    return """
    organisation: acme
    timezone: %s
    providers:
      house: {base_url: "%s", credential: none, prices: {m: {input: 0, output: 100}}}
    policies:
      - {budget: daily, of: agent/day, limit_usd: 0.1}
      - {budget: hourly, of: agent/hour, limit_usd: 0.1}
      - {budget: monthly, of: agent/month, limit_usd: 0.1}
    """
        .formatted(zone, PROVIDER.baseUrl());
  }

  private RunningGateway up(String zone, String time) throws Exception {
    Path config = Files.writeString(directory.resolve("tollgate.yaml"), file(zone));
    return RunningGateway.on(
        directory.resolve("data"), "--config", config.toString(), "--now", time);
  }

  /// What an agent's next two calls are told at a time.
  private void at(String zone, String time, String agent, String first, String second)
      throws Exception {
    try (var gateway = up(zone, time)) {
      var caller = new Caller(gateway.ready());
      assertThat(ask(caller, agent)).as("the first at " + time).isEqualTo(first);
      Caller.until(() -> caller.admin("requests?state=open").path("data").isEmpty());
      assertThat(ask(caller, agent)).as("the second at " + time).isEqualTo(second);
    }
  }

  private static String ask(Caller caller, String agent) {
    return caller.ask("house/m", "Tollgate-Agent", agent).told();
  }

  @Test
  void the_day_on_which_clocks_go_forward_has_twenty_three_hours() throws Exception {
    String berlin = "Europe/Berlin";
    at(berlin, "2027-03-27T23:00:10Z", "day", "200", "402 budget_exceeded");
    at(berlin, "2027-03-28T21:59:00Z", "day", "402 budget_exceeded", "402 budget_exceeded");
    at(berlin, "2027-03-28T22:00:10Z", "day", "200", "402 budget_exceeded");
  }

  @Test
  void the_hour_that_comes_twice_when_clocks_go_back_is_two_hours() throws Exception {
    String berlin = "Europe/Berlin";
    at(berlin, "2026-10-25T00:30:00Z", "hour", "200", "402 budget_exceeded");
    at(berlin, "2026-10-25T01:00:10Z", "hour", "200", "402 budget_exceeded");
    at(berlin, "2026-10-25T01:59:00Z", "hour", "402 budget_exceeded", "402 budget_exceeded");
  }

  @Test
  void a_month_ends_at_the_organisations_midnight() throws Exception {
    String kathmandu = "Asia/Kathmandu";
    at(kathmandu, "2026-11-30T18:14:00Z", "month", "200", "402 budget_exceeded");
    at(kathmandu, "2026-11-30T18:15:10Z", "month", "200", "402 budget_exceeded");
  }

  @Test
  void a_new_zone_restarts_nothing_and_lets_the_day_under_way_end_at_its_own_midnight()
      throws Exception {
    at("UTC", "2026-11-24T20:00:10Z", "day", "200", "402 budget_exceeded");
    String york = "America/New_York";
    at(york, "2026-11-24T20:10:00Z", "day", "402 budget_exceeded", "402 budget_exceeded");
    at(york, "2026-11-25T00:30:00Z", "day", "402 budget_exceeded", "402 budget_exceeded");
    at(york, "2026-11-25T04:59:00Z", "day", "402 budget_exceeded", "402 budget_exceeded");
    at(york, "2026-11-25T05:00:10Z", "day", "200", "402 budget_exceeded");
  }
}
