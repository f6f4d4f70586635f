package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.SideBySide;
import io.tollgate.local.RunningGateway.Ready;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `./tollgate up` as processes: killed, ended, started twice.
@SideBySide
@Timeout(180)
class KilledProcessTest {
  private static final RawProvider PROVIDER = new RawProvider();
  private static final int STUCK = 7;
  @TempDir private static Path directory;
  private static Path config;
  private final List<ChildProcess> started = new ArrayList<>();

  @BeforeAll
  static void write() throws IOException {
    config = directory.resolve("tollgate.yaml");
    Files.writeString(
        config,
        """
        organisation: acme
        members: {ada: {}}
        providers:
          house:
            base_url: "%s"
            credential: none
            prices:
              m: {input: 0, output: 100}
              stuck: {input: 0, output: 100}
              slow: {input: 0, output: 100}
        policies:
          - {rate: 100000/min, of: each key, tokens: 1000000000/min}
          - {budget: total, of: workspace, limit_usd: 1000}
          - {budget: total, of: each agent, limit_usd: 500}
          - {budget: total, of: feature/spent, limit_usd: 0.001}
        """
            .formatted(PROVIDER.baseUrl()));
  }

  @AfterAll
  static void close() {
    PROVIDER.close();
  }

  @AfterEach
  void end() {
    started.forEach(ChildProcess::close);
  }

  private ChildProcess up(String... args) {
    ChildProcess process = ChildProcess.up(args);
    started.add(process);
    return process;
  }

  private ChildProcess gateway(Path data, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--port",
                "0",
                "--data",
                data.toString(),
                "--config",
                config.toString(),
                "--max-call",
                "30s",
                "--grace",
                "30s"));
    args.addAll(List.of(more));
    return up(args.toArray(String[]::new));
  }

  @Test
  void killed_in_mid_load_it_goes_on_with_balanced_books_and_charges_what_was_in_flight()
      throws Exception {
    Path data = directory.resolve("killed");
    var release = new CountDownLatch(1);
    PROVIDER.on(
        "stuck",
        (request, out) -> {
          release.await();
          RawProvider.json(out, 200, RawProvider.completion(10));
        });
    ChildProcess first = gateway(data);
    Ready ready = first.ready();
    var caller = new Caller(ready);
    assertThat(spend(caller, 10)).isEqualTo("200");
    assertThat(spend(caller, 10)).isEqualTo("402 budget_exceeded");
    var delivered = new AtomicInteger();
    List<Thread> load = load(caller, delivered);
    Caller.until(() -> delivered.get() > 200 && PROVIDER.heard("stuck") == STUCK);
    assertThat(delivered).hasValueGreaterThan(200);
    first.kill();
    for (Thread one : load) {
      one.join();
    }
    release.countDown();

    Instant launched = Instant.now();
    ChildProcess second = gateway(data);
    Ready same = second.ready();
    Duration start = Duration.between(launched, Instant.now());
    assertThat(same.key()).isEqualTo(ready.key());
    assertThat(same.admin()).isEqualTo(ready.admin());
    var again = new Caller(same);
    assertThat(spend(again, 10)).isEqualTo("402 budget_exceeded");
    second.kill();

    // A close delay later: 30 s, 30 s, and the bucket's own minute. A sweep begins with each
    // minute: so long before one as two starts take, that it need not be the next.
    Instant later = Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    ChildProcess third = gateway(data, "--now", later.minus(start.multipliedBy(2)).toString());
    var healed = new Caller(third.ready());
    Caller.until(
        Duration.ofSeconds(100), () -> spentAndHeld(healed, "workspace").endsWith(" held 0"));
    String spent = spentAndHeld(healed, "workspace");
    assertThat(spent).endsWith(" held 0");
    BigDecimal charged = new BigDecimal(spent.split(" ", -1)[0]);
    assertThat(charged).isEqualByComparingTo(total(healed, "agent"));
    assertThat(charged).isEqualByComparingTo(total(healed, "feature"));
    assertThat(healed.admin("requests?state=open").path("data")).isEmpty();
    // Each call that the provider heard cost $0.001 if it is known, else its bound of $0.1.
    long heard = PROVIDER.heard("m") + PROVIDER.heard("stuck");
    int bounds = healed.admin("requests?agent=stuck").path("data").size();
    assertThat(bounds).isEqualTo(STUCK);
    for (JsonNode row : healed.admin("requests?agent=stuck").path("data")) {
      assertThat(row.path("cost_usd").asText()).isEqualTo("0.1");
      assertThat(row.path("source").asText()).isEqualTo("estimated");
    }
    BigDecimal least = new BigDecimal("0.001").multiply(BigDecimal.valueOf(heard));
    assertThat(charged).isGreaterThanOrEqualTo(least).isLessThan(least.add(new BigDecimal("2.3")));
    assertThat(spend(healed, 10)).isEqualTo("402 budget_exceeded");
  }

  private static String spend(Caller caller, int cap) {
    return caller
        .chat(Caller.prompt("house/m", "\"max_tokens\":" + cap), "Tollgate-Feature", "spent")
        .told();
  }

  /// Callers that go on until the gateway is gone.
  private static List<Thread> load(Caller caller, AtomicInteger delivered) {
    List<Thread> load = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      load.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (caller.ask("house/m", "Tollgate-Agent", "busy").status() == 200) {
                    delivered.incrementAndGet();
                  }
                } catch (RuntimeException killed) {
                  // As it was meant.
                }
              }));
    }
    for (int i = 0; i < STUCK; i++) {
      load.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  caller.ask("house/stuck", "Tollgate-Agent", "stuck");
                } catch (RuntimeException killed) {
                  // As it was meant.
                }
              }));
    }
    return load;
  }

  private static String spentAndHeld(Caller caller, String scope) {
    JsonNode row = caller.budget("total:" + scope, scope);
    return row.path("spent_usd").asText() + " held " + row.path("held_usd").asText();
  }

  private static BigDecimal total(Caller caller, String by) {
    return new BigDecimal(caller.admin("spend?by=" + by).path("total_usd").asText());
  }

  @Test
  void asked_to_end_in_mid_stream_it_lets_the_stream_end_and_settles_it() throws Exception {
    Path data = directory.resolve("ended");
    PROVIDER.on(
        "slow",
        (request, out) -> {
          RawProvider.sse(out);
          for (int i = 0; i < 20; i++) {
            RawProvider.word(out, " word");
            Thread.sleep(50);
          }
          RawProvider.usageChunk(out, 20);
          RawProvider.done(out);
        });
    ChildProcess first = gateway(data);
    Ready ready = first.ready();
    try (var wire = new Wire(ready)) {
      wire.call(Caller.prompt("house/slow", "\"stream\":true,\"max_tokens\":1000"));
      assertThat(wire.readTo("word")).startsWith("HTTP/1.1 200");
      first.terminate();
      Thread.sleep(200);
      assertThat(first.isAlive()).isTrue();
      assertThat(wire.rest()).contains("[DONE]").endsWith("0\r\n\r\n");
    }
    assertThat(first.exitCode()).isZero();
    ChildProcess second = gateway(data);
    Ready same = second.ready();
    assertThat(same.key()).isEqualTo(ready.key());
    assertThat(same.admin()).isEqualTo(ready.admin());
    assertThat(spentAndHeld(new Caller(same), "workspace")).isEqualTo("0.002 held 0");

    ChildProcess third = gateway(data);
    assertThat(third.exitCode()).isEqualTo(2);
    assertThat(third.errors())
        .contains(data + " is in use by another gateway")
        .doesNotContain("\tat ");
    second.terminate();
    assertThat(second.exitCode()).isZero();
  }

  @Test
  void a_taken_port_is_said_in_a_sentence() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ChildProcess process = up("--memory", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors())
          .contains("Port " + taken.getLocalPort() + " is in use.")
          .doesNotContain("\tat ");
    }
  }
}
