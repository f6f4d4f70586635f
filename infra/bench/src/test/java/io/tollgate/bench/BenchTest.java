package io.tollgate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.bench.overspend.Overspend;
import io.tollgate.bench.store.StoreBench;
import io.tollgate.local.Misuse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The benches' rules, never their times: those are for a quiet machine.
class BenchTest {
  private static final Progress SILENT = step -> {};

  @Test
  void of_many_callers_at_once_exactly_ten_pass_in_every_case() throws Exception {
    Arguments arguments =
        Arguments.read(
            List.of("--callers", "60", "--rounds", "1", "--in-process"), Overspend.OPTIONS);
    assertThat(Overspend.run(arguments, SILENT).broken()).isEmpty();
  }

  @Test
  void a_call_costs_at_the_store_what_was_promised() throws Exception {
    assertThat(StoreBench.run(counting("--calls", "120"), SILENT).broken()).isEmpty();
  }

  @Test
  void each_scope_with_a_limit_costs_one_write_unit_more_before_the_provider() throws Exception {
    for (String scopes : List.of("1", "6")) {
      Arguments arguments = counting("--calls", "10", "--settle", "proxy", "--scopes", scopes);
      assertThat(StoreBench.run(arguments, SILENT).broken()).isEmpty();
    }
  }

  @Test
  void a_rule_costs_no_write_and_each_limited_scope_more_costs_one_in_the_same_round_trip()
      throws Exception {
    Arguments arguments =
        Arguments.read(List.of("--calls", "1", "--settle", "proxy"), StoreBench.OPTIONS);
    Report report = StoreBench.run(arguments, SILENT);
    assertThat(report.broken()).isEmpty();
    Sheet policies = report.sheets().getLast();
    assertThat(added(policies, "deny_models")).isEqualTo("0.000 0.000 0.000");
    assertThat(added(policies, "the same, soft")).isEqualTo("1.000 0.000 0.000");
    assertThat(added(policies, "a budget that slows down")).isEqualTo("1.000 0.000 0.000");
    assertThat(added(policies, "a budget that is raised")).isEqualTo("1.000 0.000 0.000");
    assertThat(added(policies, "a soft rate that is passed")).isEqualTo("2.000 1.000 0.000");
  }

  private static String added(Sheet sheet, String policy) {
    return sheet.rows().stream()
        .filter(row -> row.getFirst().equals(policy))
        .map(row -> row.stream().skip(1).map(Object::toString).collect(Collectors.joining(" ")))
        .collect(Collectors.joining());
  }

  @Test
  void clocks_that_were_idle_are_counted_beside_and_break_no_rule() throws Exception {
    Arguments arguments = counting("--calls", "5", "--settle", "proxy", "--gap", "100000");
    Report report = StoreBench.run(arguments, SILENT);
    assertThat(report.broken()).isEmpty();
    assertThat(report.text()).contains("rate clocks");
  }

  private static Arguments counting(String... args) {
    var all = new ArrayList<String>(List.of(args));
    all.add("--without-policies");
    return Arguments.read(all, StoreBench.OPTIONS);
  }

  @Test
  void an_unknown_option_is_refused_with_the_nearest_one() {
    assertThatThrownBy(() -> counting("--setle", "proxy"))
        .isInstanceOf(Misuse.class)
        .hasMessageContaining("--setle")
        .hasMessageContaining("--settle");
    assertThatThrownBy(() -> counting("--scopes", "seven").whole("--scopes", 1, 6))
        .isInstanceOf(Misuse.class)
        .hasMessage("--scopes seven is not a whole number from 1 to 6.");
  }

  @Test
  void an_unknown_bench_is_refused_with_the_nearest_one_and_code_two() throws Exception {
    var err = new ByteArrayOutputStream();
    var bench = new Bench(print(new ByteArrayOutputStream()), print(err));
    assertThat(bench.run(List.of("latencies"))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Did you mean latency?");
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void a_report_is_a_table_for_people_and_objects_for_programs() {
    var sheet = new Sheet("speed", List.of("kind", "µs"), List.of(List.of("plain", 7)));
    var report = new Report("latency", List.of("It was quiet."), List.of(sheet), List.of("slow"));
    assertThat(report.text())
        .isEqualTo("It was quiet.\n\nspeed\n  kind   µs\n  plain   7\nBROKEN: slow\n");
    assertThat(report.json())
        .contains("\"bench\" : \"latency\"", "\"kind\" : \"plain\"", "\"µs\" : 7", "\"slow\"");
  }
}
