package io.tollgate.prove;

import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// `./tollgate prove [--seeds N] [--from S] [--seed S]`: runs worlds until one breaks a law, and
/// says what happened.
public final class Prove {
  private Prove() {}

  /// @param args see the class
  public static void main(String[] args) throws InterruptedException {
    long from = 1;
    long seeds = 200;
    for (int i = 0; i + 1 < args.length; i += 2) {
      long number = Long.parseLong(args[i + 1]);
      switch (args[i]) {
        case "--seeds" -> seeds = number;
        case "--from" -> from = number;
        case "--seed" -> {
          from = number;
          seeds = 1;
        }
        default ->
            throw new IllegalArgumentException(
                "unknown option " + args[i] + "; there are --seeds, --from and --seed");
      }
    }
    Outcome outcome = run(from, seeds);
    print(outcome, System.out);
    System.exit(outcome.failure().isEmpty() ? 0 : 1);
  }

  /// @param counts of all worlds together
  /// @param failure the story of the first broken law, a line each; empty if all laws held
  public record Outcome(Report counts, List<String> failure) {
    public Outcome {
      failure = List.copyOf(failure);
    }
  }

  /// Runs the seeds one after the other and stops at the first broken law.
  public static Outcome run(long from, long seeds) throws InterruptedException {
    return run(from, seeds, UnaryOperator.identity());
  }

  static Outcome run(long from, long seeds, UnaryOperator<io.tollgate.table.Table> alteration)
      throws InterruptedException {
    // Actors take turns, so one carrier is enough, and a change of turns stays on one core.
    System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
    System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", "1");
    var all = new Counts();
    long begun = System.nanoTime();
    for (long seed = from; seed < from + seeds; seed++) {
      var run = new SeedRun(seed, alteration);
      Thread thread = Thread.ofVirtual().start(run);
      thread.join();
      if (!run.failure.isEmpty()) {
        return new Outcome(Report.of(all, System.nanoTime() - begun), run.failure);
      }
      Counts counts = run.counts;
      if (counts != null) {
        all.add(counts);
      }
    }
    return new Outcome(Report.of(all, System.nanoTime() - begun), List.of());
  }

  private static final class SeedRun implements Runnable {
    private final long seed;
    private final UnaryOperator<io.tollgate.table.Table> alteration;
    private volatile List<String> failure = List.of();
    private volatile @Nullable Counts counts;

    SeedRun(long seed, UnaryOperator<io.tollgate.table.Table> alteration) {
      this.seed = seed;
      this.alteration = alteration;
    }

    @Override
    public void run() {
      var simulation = new Simulation(seed, alteration);
      try {
        counts = simulation.run();
      } catch (BrokenLaw e) {
        failure = simulation.told(e);
      } catch (RuntimeException | Error e) {
        failure = List.of("seed " + seed + ": " + e, trace(e));
      }
    }

    private static String trace(Throwable e) {
      var text = new StringBuilder();
      for (StackTraceElement element : e.getStackTrace()) {
        text.append("  at ").append(element).append('\n');
      }
      return text.toString();
    }
  }

  private static void print(Outcome outcome, PrintStream out) {
    outcome.failure().forEach(out::println);
    if (!outcome.failure().isEmpty()) {
      out.println("run it again with: ./tollgate prove --seed " + seedOf(outcome.failure()));
    }
    out.println(outcome.counts().text());
  }

  private static String seedOf(List<String> failure) {
    String first = failure.getFirst();
    return first.substring("seed ".length(), first.indexOf(':'));
  }
}
