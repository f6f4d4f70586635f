package io.tollgate.bench.latency;

import io.tollgate.bench.Sheet;
import io.tollgate.bench.gateway.Organisation;
import io.tollgate.bench.latency.Scenario.Result;
import io.tollgate.bench.latency.Scenario.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Results as rows of the report.
///
/// @param results of all scenarios
record Rows(List<Result> results) {
  static final List<String> ALONE =
      List.of(
          "kind",
          "body B",
          "added p50 µs",
          "added p99 µs",
          "direct p50 µs",
          "direct p99 µs",
          "through p50 µs",
          "through p99 µs");

  static final List<String> CROWD =
      List.of(
          "kind",
          "body B",
          "calls/s",
          "p50 µs",
          "p99 µs",
          "max µs",
          "CPU µs/call",
          "bare relay CPU µs/call",
          "added CPU µs/call",
          "failed");

  static final List<String> LEFT =
      List.of("kind", "body B", "resident MB", "journal items", "without journal MB");

  /// What one call leaves in the books, in bytes: 0.6 KB.
  private static final long JOURNAL_ITEM = 600;

  private static final long MEGABYTE = 1_000_000;
  private static final long KILOBYTE = 1_024;

  private static final String SCOPES = "limited scopes";

  Rows {
    results = List.copyOf(results);
  }

  /// One table; it says how many scopes have a limit where that is not the usual number.
  ///
  /// @param columns of which the first two name the scenario
  /// @param row of one result, as long as the columns
  Sheet sheet(String title, List<String> columns, Function<Result, List<Object>> row) {
    if (results.stream().allMatch(it -> it.scenario().scopes() == Organisation.USUAL)) {
      return new Sheet(title, columns, results.stream().map(row).toList());
    }
    return new Sheet(
        title,
        with(SCOPES, columns),
        results.stream().map(it -> with(it.scenario().scopes(), row.apply(it))).toList());
  }

  /// Behind the scenario's name.
  private static <T> List<T> with(T scopes, List<? extends T> cells) {
    var all = new ArrayList<T>(cells);
    all.add(2, scopes);
    return all;
  }

  static List<Object> alone(Result result) {
    List<Run> runs = result.runs();
    return row(
        result,
        Sample.median(runs, run -> run.alone().p50() - run.direct().p50()),
        Sample.median(runs, run -> run.alone().p99() - run.direct().p99()),
        Sample.median(runs, run -> run.direct().p50()),
        Sample.median(runs, run -> run.direct().p99()),
        Sample.median(runs, run -> run.alone().p50()),
        Sample.median(runs, run -> run.alone().p99()));
  }

  static List<Object> crowd(Result result) {
    List<Run> runs = result.runs();
    return row(
        result,
        Sample.median(runs, run -> run.crowd().sample().perSecond()),
        Sample.median(runs, run -> run.crowd().sample().p50()),
        Sample.median(runs, run -> run.crowd().sample().p99()),
        runs.stream().mapToLong(run -> run.crowd().sample().max()).reduce(0, Math::max),
        Sample.median(runs, run -> run.crowd().cpuMicrosPerCall()),
        Sample.median(runs, run -> run.relayed().cpuMicrosPerCall()),
        Sample.median(runs, Run::addedCpuMicrosPerCall),
        result.failures());
  }

  static List<Object> left(Result result) {
    return row(
        result,
        megabytes(result.residentKilobytes(), 0),
        result.journalItems(),
        megabytes(result.residentKilobytes(), result.journalItems()));
  }

  /// Resident memory without what the journal takes.
  static long megabytes(long residentKilobytes, long journalItems) {
    return (residentKilobytes * KILOBYTE - journalItems * JOURNAL_ITEM) / MEGABYTE;
  }

  static String failures(Result result) {
    return "%s: %d calls failed".formatted(result.scenario().name(), result.failures());
  }

  private static List<Object> row(Result result, long... numbers) {
    Stream<Object> name = Stream.of(result.scenario().kind().word(), result.scenario().bytes());
    return Stream.concat(name, java.util.Arrays.stream(numbers).mapToObj(Object.class::cast))
        .toList();
  }
}
