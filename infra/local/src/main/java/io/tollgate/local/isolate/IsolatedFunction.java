package io.tollgate.local.isolate;

import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.http.StreamingFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// A deployed function as those see it who invoke it: the front, the queue's poller, the schedule.
/// Safe for concurrent use.
public final class IsolatedFunction implements StreamingFunction, AutoCloseable {
  private final DeployedFunction deployed;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final Environments environments;

  /// @param ids names for invocations, each once
  public IsolatedFunction(DeployedFunction deployed, InstantSource clock, Supplier<String> ids) {
    this.deployed = deployed;
    this.clock = clock;
    this.ids = ids;
    this.environments = new Environments(deployed, clock);
  }

  /// Answers a call; without a process for it, as the throttle of the API's stage does.
  @Override
  public void invoke(byte[] event, Invocation invocation, OutputStream response)
      throws IOException {
    Instant most = clock.instant().plus(deployed.timeout());
    Instant deadline = invocation.deadline().isBefore(most) ? invocation.deadline() : most;
    if (!run(event, new Invocation(invocation.id(), deadline), response)) {
      Throttle.refuse(invocation, response);
    }
  }

  /// Answers an event of a queue or a schedule.
  ///
  /// @throws IOException if it failed, or no process is free
  public byte[] handle(byte[] event) throws IOException {
    var answer = new ByteArrayOutputStream();
    var invocation = new Invocation(ids.get(), clock.instant().plus(deployed.timeout()));
    if (!run(event, invocation, answer)) {
      throw new IOException(
          "all %d processes of %s are busy".formatted(deployed.most(), deployed.name()));
    }
    return answer.toByteArray();
  }

  private boolean run(byte[] event, Invocation invocation, OutputStream response)
      throws IOException {
    try {
      return environments.invoke(event, invocation, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + deployed.name() + " was running");
    }
  }

  /// Ends its processes.
  @Override
  public void close() {
    environments.close();
  }
}
