package io.tollgate.local;

import java.time.Duration;

/// The numbers that the local cloud shares with the deployment; a test holds `template.yaml` to
/// them.
public final class Wiring {
  /// How long API Gateway lets a call take, and Lambda the proxy.
  public static final Duration PROXY_TIMEOUT = Duration.ofMinutes(15);

  /// How long one run of the aggregator may take, a batch or a sweep.
  public static final Duration AGGREGATOR_TIMEOUT = Duration.ofMinutes(1);

  /// How long one call of the admin API may take.
  public static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(29);

  /// The most messages in one batch. A batch of one key's calls settles in one transaction each
  /// hundred items, so more would save nothing.
  public static final int BATCH_SIZE = 100;

  /// How long a batch waits to fill. Lambda counts in whole seconds, and wants at least one for a
  /// batch over 10.
  public static final Duration BATCH_WINDOW = Duration.ofSeconds(1);

  /// How many batches are under way at once; Lambda's least.
  public static final int BATCHES_AT_ONCE = 2;

  /// How long a message that was taken and not deleted stays hidden: six times the time-out of who
  /// takes it, as Lambda's page on SQS advises.
  public static final Duration VISIBILITY = AGGREGATOR_TIMEOUT.multipliedBy(6);

  /// After so many deliveries a message goes to the dead-letter queue.
  public static final int MOST_DELIVERIES = 5;

  /// How often the sweep runs.
  public static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  /// What tells the aggregator to sweep.
  public static final String SWEEP_EVENT = "{\"tollgate\":\"sweep\"}";

  /// The least that longest call and grace may be together: a bucket is not closed under a call
  /// that is about to begin.
  static final Duration LEAST_CLOSE_DELAY = Duration.ofSeconds(60);

  /// How many processes of a function `--isolate` runs unless it is told.
  static final int ENVIRONMENTS = 8;

  /// How many messages may wait on this machine: SQS has no such limit, memory has. About 150 MB.
  static final int MOST_WAITING = 100_000;

  /// The functions' JVM flags: the fastest start there is without a snapshot (`./tollgate bench
  /// cold`), and a heap that begins small, since by default its size is a share of the memory.
  public static final String JAVA_OPTIONS =
      "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms48m -Xmn24m";

  private Wiring() {}
}
