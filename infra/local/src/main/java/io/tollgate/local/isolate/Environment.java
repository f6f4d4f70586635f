package io.tollgate.local.isolate;

import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.run.Leash;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;

/// One process of a function: takes a call at a time, and ends when one takes longer than it may.
/// Used by one thread at a time, except for closing.
final class Environment implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Environment.class.getName());

  /// Lambda gives a start ten seconds; this machine may be busy with other things.
  private static final Duration TO_START = Duration.ofSeconds(60);

  /// What an idle process needs to end after SIGTERM.
  private static final Duration TO_END = Duration.ofSeconds(2);

  private final String name;
  private final LocalRuntimeApi api;
  private final Process process;
  private final Leash leash;
  private final InstantSource clock;

  private Environment(
      String name, LocalRuntimeApi api, Process process, Leash leash, InstantSource clock) {
    this.name = name;
    this.api = api;
    this.process = process;
    this.leash = leash;
    this.clock = clock;
  }

  /// Starts a process, and does not wait until it is ready.
  ///
  /// @param name of its own, also of its log
  static Environment start(DeployedFunction deployed, String name, InstantSource clock)
      throws IOException {
    var api = new LocalRuntimeApi();
    var variables = new HashMap<>(deployed.variables());
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    Path log = deployed.logs().resolve(name + ".log");
    try {
      Process process = deployed.zip().start(deployed.handler(), variables, log);
      var environment = new Environment(name, api, process, leash(process), clock);
      Thread.ofVirtual().name(name).start(environment::watch);
      return environment;
    } catch (IOException e) {
      api.close();
      throw e;
    }
  }

  /// A process that waits for its next event ends without a Runtime API; one in mid-call, or one
  /// that is stopped, would go on without a gateway.
  private static Leash leash(Process process) throws IOException {
    try {
      return Leash.on(process);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /// What was under way in a process that ended must not wait for its time to pass.
  private void watch() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leash.close();
      api.close();
    }
  }

  /// @throws IOException if it does not start; its log, or the message, says why
  void awaitStart() throws IOException, InterruptedException {
    if (!api.isAskedWithin(TO_START)) {
      String fault = api.fault();
      throw new IOException(
          "%s did not start%s".formatted(name, fault.isEmpty() ? "" : ": " + fault));
    }
  }

  /// Whether it could take a call.
  boolean isReady() throws InterruptedException {
    return process.isAlive() && api.isAskedWithin(Duration.ZERO);
  }

  /// Answers one event. At the deadline the process is killed.
  ///
  /// @return the run, whose answer has ended, well or not
  Run answer(byte[] event, Invocation invocation, OutputStream response)
      throws InterruptedException {
    var run = new Run(invocation, event, response);
    api.hand(run);
    if (!run.hasEndedWithin(left(invocation.deadline()))) {
      run.fail("%s did not end in time and was killed".formatted(name));
      kill();
    }
    return run;
  }

  /// Returns when all work on an event whose answer has ended is done, or its deadline is there.
  void finish(Run run) throws InterruptedException {
    if (!api.isAskedWithin(left(run.invocation().deadline()))) {
      LOG.log(Level.DEBUG, "{0} ended with work left to do", name);
      kill();
    }
  }

  private Duration left(Instant deadline) {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// Ends it at once.
  void kill() {
    process.destroyForcibly();
    api.close();
  }

  /// Asks it to end; {@link #close} waits for that.
  void end() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      api.close();
    }
  }
}
