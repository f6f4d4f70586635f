package io.tollgate.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.Sheet;
import io.tollgate.bench.gateway.Organisation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final Sample CALLS = new Sample(1_000, 0, Duration.ofSeconds(1), 1, 2, 3);

  @Test
  void the_cpu_of_a_call_stands_beside_the_bare_relays_and_what_is_added_run_by_run() {
    var scenario = new Scenario(Kind.PACED, 300, Organisation.USUAL, 64);
    // The machine slows down in the middle of the second: the medians differ by 230, most runs by
    // 50.
    List<Scenario.Run> runs = List.of(run(430, 480), run(440, 670), run(620, 670));
    var result = new Scenario.Result(scenario, runs, 3_000, 300_000, 0);
    Sheet sheet = new Rows(List.of(result)).sheet("64 connections", Rows.CROWD, Rows::crowd);
    assertThat(cell(sheet, "CPU µs/call")).isEqualTo(670L);
    assertThat(cell(sheet, "bare relay CPU µs/call")).isEqualTo(440L);
    assertThat(cell(sheet, "added CPU µs/call")).isEqualTo(50L);
  }

  private static Scenario.Run run(long relayMillis, long gatewayMillis) {
    return new Scenario.Run(CALLS, CALLS, crowd(relayMillis), crowd(gatewayMillis));
  }

  private static Crowd crowd(long cpuMillis) {
    return new Crowd(CALLS, Duration.ofMillis(cpuMillis));
  }

  private static Object cell(Sheet sheet, String column) {
    return sheet.rows().getFirst().get(sheet.columns().indexOf(column));
  }
}
