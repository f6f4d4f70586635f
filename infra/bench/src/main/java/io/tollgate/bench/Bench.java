package io.tollgate.bench;

import io.tollgate.bench.cold.Cold;
import io.tollgate.bench.demo.Demo;
import io.tollgate.bench.latency.Footprint;
import io.tollgate.bench.latency.Latency;
import io.tollgate.bench.overspend.Overspend;
import io.tollgate.bench.store.StoreBench;
import io.tollgate.local.Misuse;
import io.tollgate.local.Nearest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The commands `./tollgate bench` and `./tollgate demo`.
public final class Bench {
  private static final int BROKEN = 1;
  private static final int MISUSED = 2;

  private static final List<String> KNOWN =
      List.of("overspend", "latency", "footprint", "cold", "store", "micro", "demo", "help");

  private static final String USAGE =
      """
      ./tollgate bench overspend   200 callers at once on a budget of $1.00: exactly 10 may pass
        --callers N                (200)
        --rounds N                 of each case (5)
        --in-process               the gateway in this process, not in one of its own
      ./tollgate bench latency     what the gateway adds; itself on core 0, all else on core 1;
                                   beside a bare relay, which takes turns with it
        --warmup S                 seconds before each scenario (30)
        --seconds S                of each measurement (10)
        --runs N                   of which the median counts (3)
        --kinds LIST               plain,stream,paced
        --bodies LIST              bytes of a request (300,40000)
        --scopes LIST              with a limit, 1 to 6 (4)
        --connections N            for the rate (64)
        --jvm OPTIONS              more options for the gateway's JVM
      ./tollgate bench footprint   memory after 500 calls/s with --data, and the time to start
        --rate N                   calls a second (500)
        --seconds S                (60)
        --connections N            that share them (16)
        --starts N                 of which the median counts (3)
        --jvm OPTIONS              more options for the gateway's JVM
      ./tollgate bench cold        a function's first call, from the start of its JVM, on core 0,
                                   beside the AWS SDK alone
        --starts N                 of which the median counts (5)
        --jvm OPTIONS              the options of both JVMs (the template's)
      ./tollgate bench store       what a call costs at the store, counted; what each policy adds
        --settle WHO               proxy, queue or both (both)
        --scopes K                 with a limit, 1 to 6 (4)
        --calls N                  (300)
        --gap MS                   store time between calls (20)
        --without-policies         not what each of them adds
      ./tollgate bench micro       JMH on the parts; takes JMH's own options
      ./tollgate demo              a runaway agent against each guard alone, beside others at work
        --seconds S                that it runs against each (10)
        --before S                 that everybody else is measured alone (3)
        --calls N                  that it makes a minute (1000)
        --people N                 who ask something once a second (40)
        --in-process               the gateway in this process, not in one of its own
        --json                     for programs, with each of them
      """;

  private final PrintStream out;
  private final PrintStream err;

  Bench(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// @param args what to measure, and how
  public static void main(String[] args) throws Exception {
    // Held by the local variable until the end: a logger that nobody holds forgets its level.
    Logger serverLog = Logger.getLogger("io.helidon");
    serverLog.setLevel(Level.WARNING);
    int code = new Bench(System.out, System.err).run(List.of(args));
    serverLog.setLevel(Level.INFO);
    System.exit(code);
  }

  /// Measures, prints and returns the exit code: 1 if a rule was broken, 2 if the question was
  /// wrong.
  int run(List<String> args) throws Exception {
    String what = args.isEmpty() ? "help" : args.getFirst();
    List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
    try {
      return switch (what) {
        case "overspend" -> measure(rest, Overspend.OPTIONS, Overspend::run);
        case "latency" -> measure(rest, Latency.OPTIONS, Latency::run);
        case "footprint" -> measure(rest, Footprint.OPTIONS, Footprint::run);
        case "cold" -> measure(rest, Cold.OPTIONS, Cold::run);
        case "store" -> measure(rest, StoreBench.OPTIONS, StoreBench::run);
        case "demo" -> measure(rest, Demo.OPTIONS, Demo::run);
        case "micro" -> Micro.run(rest, out);
        case "help", "--help", "-h" -> {
          out.print(USAGE);
          yield 0;
        }
        default ->
            throw new Misuse(
                "Unknown bench %s. Did you mean %s? `./tollgate bench help` lists all."
                    .formatted(what, Nearest.to(what, KNOWN)));
      };
    } catch (Misuse e) {
      err.println("tollgate: " + e.getMessage());
      return MISUSED;
    }
  }

  /// One bench.
  @FunctionalInterface
  private interface Measurement {
    Report run(Arguments arguments, Progress progress) throws IOException, InterruptedException;
  }

  private int measure(List<String> args, Arguments.Options options, Measurement measurement)
      throws IOException, InterruptedException {
    Arguments arguments = Arguments.read(args, options);
    Report report = measurement.run(arguments, step -> err.println("tollgate: " + step));
    out.print(arguments.json() ? report.json() : report.text());
    return report.broken().isEmpty() ? 0 : BROKEN;
  }
}
