package io.tollgate.local;

import io.tollgate.local.http.HungUp;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The command `./tollgate`.
public final class Tollgate {
  private static final int MISUSED = 2;
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  // Held, since a logger that nobody holds forgets what it was told.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");
  private static final Logger CONNECTION_LOG =
      Logger.getLogger("io.helidon.webserver.http1.Http1Connection");

  private final Deployment deployment;
  private final PrintStream out;
  private final PrintStream err;

  Tollgate(Deployment deployment, PrintStream out, PrintStream err) {
    this.deployment = deployment;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() == 1
        && System.getProperty(PARALLELISM) == null) {
      // One carrier on one core gave 77 to 642 ms at the 99th percentile, two gave 8 (platform.md,
      // section 7).
      System.setProperty(PARALLELISM, "2");
    }
    SERVER_LOG.setLevel(Level.WARNING);
    CONNECTION_LOG.setFilter(new HungUp());
    var command = new Tollgate(Tollgate::deploy, System.out, System.err);
    System.exit(command.run(List.of(args), Termination.listening()));
  }

  private static Deployment.Deployed deploy(Deployment.Ground ground) {
    Deployment deployment =
        ground.options().environments().isPresent()
            ? IsolatedDeployment.ofThisMachine()
            : LocalDeployment.ofThisMachine();
    return deployment.deploy(ground);
  }

  /// Runs until an end is asked for, and returns the exit code.
  int run(List<String> args, Termination termination) throws InterruptedException {
    String command = args.isEmpty() ? "help" : args.getFirst();
    switch (command) {
      case "up" -> {
        return up(args.subList(1, args.size()), termination);
      }
      case "help", "--help", "-h" -> {
        out.print(CommandLine.USAGE);
        return 0;
      }
      default -> {
        String nearest =
            Nearest.to(command, List.of("up", "demo", "help", "bench", "prove", "format"));
        err.printf("tollgate: Unknown command %s. Did you mean %s?%n", command, nearest);
        return MISUSED;
      }
    }
  }

  private int up(List<String> args, Termination termination) throws InterruptedException {
    try (var gateway = new Gateway(CommandLine.read(args), deployment)) {
      out.println(gateway.readyLine());
      out.flush();
      termination.await();
      return 0;
    } catch (Misuse e) {
      err.println("tollgate: " + e.getMessage());
      return MISUSED;
    }
  }
}
