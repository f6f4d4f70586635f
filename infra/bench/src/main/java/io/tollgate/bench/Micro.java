package io.tollgate.bench;

import io.tollgate.local.Misuse;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// JMH over the benchmarks of this module, with JMH's own options; `--json` for programs.
final class Micro {
  private static final String JSON = "--json";

  // Long enough to compare two builds on one machine.
  private static final int FORKS = 1;
  private static final int WARMUPS = 3;
  private static final int RUNS = 5;
  private static final TimeValue TIME = TimeValue.seconds(2);

  private Micro() {}

  static int run(List<String> args, PrintStream out) throws Exception {
    ChainedOptionsBuilder options =
        options(args.stream().filter(arg -> !arg.equals(JSON)).toList());
    if (!args.contains(JSON)) {
      new Runner(options.build()).run();
      return 0;
    }
    Path file = Files.createTempFile("tollgate-bench-", ".json");
    try {
      options.resultFormat(ResultFormatType.JSON).result(file.toString());
      new Runner(options.verbosity(VerboseMode.SILENT).build()).run();
      out.write(Files.readString(file).getBytes(StandardCharsets.UTF_8));
      return 0;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// What was asked for, over what is usual here.
  private static ChainedOptionsBuilder options(List<String> args) {
    try {
      var given = new CommandLineOptions(args.toArray(String[]::new));
      return new OptionsBuilder()
          .parent(given)
          .addProfiler(GCProfiler.class)
          .forks(given.getForkCount().orElse(FORKS))
          .warmupIterations(given.getWarmupIterations().orElse(WARMUPS))
          .warmupTime(given.getWarmupTime().orElse(TIME))
          .measurementIterations(given.getMeasurementIterations().orElse(RUNS))
          .measurementTime(given.getMeasurementTime().orElse(TIME))
          .shouldFailOnError(true);
    } catch (CommandLineOptionException e) {
      throw new Misuse("JMH does not understand: " + e.getMessage(), e);
    }
  }
}
