package io.tollgate.local;

import io.tollgate.local.demo.DemoProvider;
import io.tollgate.local.demo.Pace;
import io.tollgate.local.queue.LocalQueue;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// What `./tollgate up` runs: the composition root of the local command. Closing it drains.
public final class Gateway implements AutoCloseable {
  /// What a person can follow, and long enough to hang up in.
  private static final Pace HUMAN = new Pace(24, Duration.ofMillis(60), Thread::sleep);

  /// Most calls end in this time; `kill` twice does not wait.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Opened opened = new Opened();
  private final LocalCloud cloud;
  private final String key;
  private final String adminKey;

  /// Answers from here on.
  ///
  /// @throws Misuse if the options cannot be followed; then nothing runs and nothing is locked
  public Gateway(Options options, Deployment deployment) {
    try {
      InstantSource clock = clock(options.now());
      Optional<DataDirectory> data = data(options.store());
      data.ifPresent(opened::open);
      DemoProvider demo = opened.open(new DemoProvider(0, HUMAN, clock));
      ScheduledExecutorService schedule =
          opened.open(Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory()));
      LocalQueue queue = LocalCloud.usageQueue(clock);
      Deployment.Deployed deployed =
          deployment.deploy(new Deployment.Ground(options, clock, queue, demo.baseUrl(), data));
      opened.open(deployed.store());
      this.key = deployed.key();
      this.adminKey = deployed.adminKey();
      this.cloud =
          opened.open(
              new LocalCloud(
                  options.port(),
                  deployed.functions(),
                  queue,
                  new LocalCloud.Machine(
                      clock,
                      schedule,
                      Thread.ofVirtual().name("poller-", 0).factory(),
                      new InvocationIds(new SecureRandom()),
                      Thread::sleep),
                  options.maxCall(),
                  PATIENCE));
    } catch (RuntimeException e) {
      close();
      throw e.getCause() instanceof BindException ? portTaken(options.port(), e) : e;
    }
  }

  /// What programs wait for: the one line that says where it answers, and with which keys.
  public String readyLine() {
    return "ready url=http://127.0.0.1:%d/v1 key=%s admin=%s"
        .formatted(cloud.port(), key, adminKey);
  }

  @Override
  public void close() {
    opened.close();
  }

  private static Optional<DataDirectory> data(Options.Store store) {
    return switch (store) {
      case Options.Store.Data(var directory) -> Optional.of(DataDirectory.locked(directory));
      case Options.Store.Memory() -> Optional.empty();
      case Options.Store.DynamoDbLocal() -> Optional.empty();
    };
  }

  private static InstantSource clock(Optional<Instant> start) {
    InstantSource real = InstantSource.system();
    if (start.isEmpty()) {
      return real;
    }
    Duration ahead = Duration.between(real.instant(), start.get());
    return () -> real.instant().plus(ahead);
  }

  private static Misuse portTaken(int port, RuntimeException cause) {
    return new Misuse(
        "Port %d is in use. Stop what answers there, or pass --port 0 for a free one."
            .formatted(port),
        cause);
  }
}
