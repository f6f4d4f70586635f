package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Request;
import io.tollgate.bench.http.Ask;
import io.tollgate.bench.micro.Stage;
import io.tollgate.catalog.PriceBook;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Fan;
import io.tollgate.proxy.Passage.Open;
import io.tollgate.proxy.Progress.Visit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The gate alone: from the key to the journal, without the envelope and the provider.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GateBenchmark {
  /// Of the caller's body.
  @Param({"300", "40000"})
  public int bytes;

  private Stage stage = Stage.fresh();
  private Gate gate = gate(stage);
  private Headers headers = headers(stage);
  private byte[] body = {};
  private long calls;

  /// A store without the calls of the iteration before: what they hold stays.
  @Setup(Level.Iteration)
  public void setUp() {
    stage = Stage.fresh();
    gate = gate(stage);
    headers = headers(stage);
    body = Ask.chat("bench/m", false, 64, bytes).getBytes(StandardCharsets.US_ASCII);
  }

  private static Headers headers(Stage stage) {
    return Headers.of(
        Map.of(
            "authorization", List.of("Bearer " + stage.key()),
            "content-type", List.of("application/json"),
            "tollgate-agent", List.of("support-bot"),
            "tollgate-feature", List.of("search")));
  }

  private static Gate gate(Stage stage) {
    Credentials none = reference -> Optional.empty();
    var recent = new RecentDenials();
    var settlement =
        new Settlement(stage.ledger(), stage.clock(), event -> true, recent, event -> {});
    return new Gate(
        new KeyRing(stage.book()),
        new Router(
            new Catalogues(PriceBook.shipped(), provider -> provider, stage.configuration()), none),
        new Admission(
            stage.ledger(),
            stage.book(),
            stage.clock(),
            Fan.INLINE,
            time -> {},
            settlement,
            recent),
        stage.ledger(),
        stage.book(),
        stage.clock());
  }

  /// @return what the gate said, which is yes
  @Benchmark
  public Object admit() {
    Instant now = stage.clock().instant();
    Instant until = now.plus(Duration.ofMinutes(15));
    Bucket bucket = Bucket.of(now, stage.ledger().closing().minutes());
    String id = "bench-" + Long.toHexString(calls++);
    var request = new Request(id, "POST", "/v1/chat/completions", "", headers, body, until);
    var turn = new Turn(stage.ledger().repeats(), stage.clock(), time -> {});
    Passage passage = gate.admit(new Visit(request, id, now, bucket, until), turn);
    if (!(passage instanceof Open)) {
      throw new IllegalStateException("a call that should pass was refused: " + passage);
    }
    return passage;
  }
}
