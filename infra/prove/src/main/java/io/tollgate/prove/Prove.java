package io.tollgate.prove;

import io.tollgate.table.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /// Runs the seeds, as many at once as there are cores, until a law is broken: then the story is
  /// of the first seed that breaks one, and the counts are of those before it.
  public static Outcome run(long from, long seeds) throws InterruptedException {
    return run(from, seeds, UnaryOperator.identity());
  }

  static Outcome run(long from, long seeds, UnaryOperator<Table> alteration)
      throws InterruptedException {
    long begun = System.nanoTime();
    var runs = new ArrayList<SeedRun>();
    var threads = new ArrayList<Thread>();
    // The actors of a world take turns, so a world keeps one core busy. Worlds share no state, but
    // what is compiled for one is compiled for all.
    var cores = new Semaphore(Runtime.getRuntime().availableProcessors());
    var broken = new AtomicBoolean();
    for (long seed = from; seed < from + seeds && !broken.get(); seed++) {
      cores.acquire();
      var run = new SeedRun(seed, alteration, cores, broken);
      runs.add(run);
      threads.add(Thread.ofVirtual().start(run));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return outcome(runs, begun);
  }

  private static Outcome outcome(List<SeedRun> runs, long begun) {
    var all = new Counts();
    for (SeedRun run : runs) {
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
    private final UnaryOperator<Table> alteration;
    private final Semaphore cores;
    private final AtomicBoolean broken;
    private volatile List<String> failure = List.of();
    private volatile @Nullable Counts counts;

    SeedRun(long seed, UnaryOperator<Table> alteration, Semaphore cores, AtomicBoolean broken) {
      this.seed = seed;
      this.alteration = alteration;
      this.cores = cores;
      this.broken = broken;
    }

    @Override
    public void run() {
      try {
        simulate();
      } catch (RuntimeException | Error e) {
        failure = List.of("seed " + seed + ": " + e, trace(e));
      }
      if (!failure.isEmpty()) {
        broken.set(true);
      }
      cores.release();
    }

    private void simulate() {
      var simulation = new Simulation(seed, alteration);
      try {
        counts = simulation.run();
      } catch (BrokenLaw e) {
        failure = simulation.told(e);
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
