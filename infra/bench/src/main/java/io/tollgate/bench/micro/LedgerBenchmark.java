package io.tollgate.bench.micro;

import io.tollgate.attribution.Attribution;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Demand;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Reserved;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Settled;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.policy.Policies;
import io.tollgate.spend.Charge;
import io.tollgate.spend.Subject;
import io.tollgate.usage.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One call's way through the ledger: four reserves, the journal, the settlement of all accounts.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LedgerBenchmark {
  private static final Attribution WHO =
      new Attribution("ada", "support-bot", "research", "search", "first", Optional.empty());
  private static final Subject SUBJECT = new Subject(WHO, "bench", "m", "1");
  private static final Usd BOUND = Usd.parse("0.002");
  private static final Charge CHARGE =
      new Charge(
          Map.of(
              Meter.INPUT, new Charge.Line(12, Usd.parse("0.0000018")),
              Meter.OUTPUT, new Charge.Line(20, Usd.parse("0.000012"))),
          "");

  private Stage stage = Stage.fresh();
  private long calls;

  /// A store without the calls of the iteration before: their journal items stay.
  @Setup(Level.Iteration)
  public void setUp() {
    stage = Stage.fresh();
  }

  /// @return what became of the settlement
  @Benchmark
  public Settled call() {
    Instant now = stage.clock().instant();
    var calendar = stage.configuration().calendar();
    if (!(stage.ledger().reserve(demand(now), calendar, now) instanceof Reserved.Granted granted)) {
      throw new IllegalStateException("a call that fits was refused");
    }
    stage.ledger().journal(granted.reservation());
    var incoming = new Incoming(granted.reservation(), new Truth.Metered(CHARGE), "{}");
    return stage.ledger().trySettle(incoming, now);
  }

  private Demand demand(Instant now) {
    Policies policies = stage.configuration().policies();
    Bucket bucket = Bucket.of(now, stage.ledger().closing().minutes());
    String invocation = "bench-" + Long.toHexString(calls++);
    return new Demand(
        new Rid(bucket, Rid.shardOf(invocation), invocation, 1),
        bucket,
        SUBJECT,
        BOUND,
        300,
        64,
        policies.holds(WHO, "first", "bench", "m", bucket),
        policies.booked(WHO, "first"),
        stage.configuration().version(),
        now.plus(Duration.ofMinutes(15)));
  }
}
