package io.tollgate.bench.latency;

import io.tollgate.bench.Arguments;
import io.tollgate.bench.Progress;
import io.tollgate.bench.Report;
import io.tollgate.bench.gateway.Machine;
import io.tollgate.bench.gateway.Organisation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the gateway adds, with four limited scopes enforced or as many as asked for, against the
/// same provider called directly.
public final class Latency {
  public static final Arguments.Options OPTIONS =
      new Arguments.Options(
          Map.of(
              "--warmup", "30",
              "--seconds", "10",
              "--runs", "3",
              "--kinds", "plain,stream,paced",
              "--bodies", "300,40000",
              "--scopes", Integer.toString(Organisation.USUAL),
              "--connections", "64",
              "--jvm", ""),
          List.of());

  private static final List<String> KINDS = Arrays.stream(Kind.values()).map(Kind::word).toList();
  private static final int SMALLEST_BODY = 200;
  private static final int LARGEST_BODY = 4_000_000;

  private static final String RELAY =
      "A bare relay, which hands bytes on and looks at none, took its turn on the gateway's core"
          + " before each run of many callers: where both are slow, the machine is.";

  private Latency() {}

  /// @throws io.tollgate.local.Misuse if an argument is wrong
  public static Report run(Arguments arguments, Progress progress)
      throws IOException, InterruptedException {
    List<Scenario> scenarios = scenarios(arguments);
    var effort =
        new Scenario.Effort(
            Duration.ofSeconds(arguments.whole("--warmup", 0, 600)),
            Duration.ofSeconds(arguments.whole("--seconds", 1, 600)),
            arguments.whole("--runs", 1, 99),
            arguments.jvm("--jvm"));
    Machine machine = Machine.pinned();
    var results = new ArrayList<Scenario.Result>();
    for (Scenario scenario : scenarios) {
      results.add(scenario.measure(effort, machine, progress));
    }
    var rows = new Rows(results);
    return new Report(
        "latency",
        List.of(
            machine.sentence(),
            "%d s of warm-up, medians of %d runs of %d s, books in memory, %s limited scopes."
                .formatted(
                    effort.warmup().toSeconds(),
                    effort.runs(),
                    effort.seconds().toSeconds(),
                    arguments.text("--scopes")),
            RELAY),
        List.of(
            rows.sheet("one connection", Rows.ALONE, Rows::alone),
            rows.sheet(arguments.text("--connections") + " connections", Rows.CROWD, Rows::crowd),
            rows.sheet("memory at the end", Rows.LEFT, Rows::left)),
        results.stream().filter(result -> result.failures() > 0).map(Rows::failures).toList());
  }

  private static List<Scenario> scenarios(Arguments arguments) {
    int connections = arguments.whole("--connections", 1, 1_000);
    List<Integer> bodies = arguments.wholes("--bodies", SMALLEST_BODY, LARGEST_BODY);
    List<Integer> scopes = arguments.wholes("--scopes", 1, Organisation.mostScopes());
    var scenarios = new ArrayList<Scenario>();
    for (String word : arguments.words("--kinds", KINDS)) {
      Kind kind = Kind.valueOf(word.toUpperCase(Locale.ROOT));
      // How fast chunks come has nothing to do with how long the request was.
      for (int bytes : kind == Kind.PACED ? bodies.subList(0, 1) : bodies) {
        scopes.forEach(k -> scenarios.add(new Scenario(kind, bytes, k, connections)));
      }
    }
    return scenarios;
  }
}
