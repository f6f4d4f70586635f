package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.local.RunningGateway;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that hang up, at every stage: what the provider bills is charged, nothing else is.
@Timeout(120)
class HangUpTest {
  private static final int CLIENTS = 300;
  private static final int WORDS = 20;
  private static final RawProvider PROVIDER = new RawProvider();
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");
  private static RunningGateway gateway;
  private static Caller caller;

  /// Keeps what the server warns of.
  private static final class Warnings extends Handler {
    private final List<LogRecord> warnings;

    Warnings(List<LogRecord> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void publish(LogRecord line) {
      warnings.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /// Where a client hangs up.
  private enum Stage {
    BEFORE_THE_BODY_IS_COMPLETE,
    BEFORE_THE_FIRST_BYTE,
    IN_MID_STREAM,
    AFTER_THE_USAGE_CHUNK,
    ON_A_PLAIN_CALL
  }

  @BeforeAll
  static void open() {
    gateway =
        RunningGateway.of(
            """
            organisation: acme
            providers:
              house:
                base_url: "%s"
                credential: none
                prices:
                  plain: {input: 0, output: 100}
                  stream: {input: 0, output: 100}
            policies:
              - {rate: 100000/min, of: each key, tokens: 1000000000/min}
              - {budget: monthly, of: workspace, limit_usd: 1000}
              - {budget: daily, of: each agent, limit_usd: 500}
              - {concurrency: 1000, of: each agent}
            """
                .formatted(PROVIDER.baseUrl()),
            Map.of());
    caller = new Caller(gateway.ready());
    PROVIDER.on(
        "plain",
        (request, out) -> {
          Thread.sleep(100);
          RawProvider.json(out, 200, RawProvider.completion(WORDS));
        });
    PROVIDER.on(
        "stream",
        (request, out) -> {
          Thread.sleep(50);
          RawProvider.sse(out);
          for (int i = 0; i < WORDS; i++) {
            RawProvider.word(out, " word");
            Thread.sleep(5);
          }
          RawProvider.usageChunk(out, WORDS);
          Thread.sleep(20);
          RawProvider.done(out);
        });
  }

  @AfterAll
  static void close() {
    gateway.close();
    PROVIDER.close();
  }

  @Test
  void three_hundred_clients_that_hang_up_pay_for_what_they_caused_and_leave_nothing_behind()
      throws Exception {
    assertThat(caller.ask("house/plain", "Tollgate-Agent", "quitter").status()).isEqualTo(200);
    long descriptors = descriptors();
    List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    var listener = new Warnings(warnings);
    SERVER_LOG.addHandler(listener);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Stage stage = Stage.values()[i % Stage.values().length];
      boolean reset = i % 2 == 0;
      clients.add(Thread.ofVirtual().start(() -> hangUp(stage, reset)));
    }
    for (Thread client : clients) {
      client.join();
    }
    Caller.until(() -> PROVIDER.open() == 0 && held().equals("0"));
    assertThat(held()).isEqualTo("0");
    // A client may reset its connection before the gateway has read the request: then nobody is
    // billed. Whoever hung up later was.
    int billed = PROVIDER.heard().size();
    assertThat(billed).isBetween(1 + 3 * CLIENTS / 5, 1 + 4 * CLIENTS / 5);
    BigDecimal each = new BigDecimal("0.0001").multiply(BigDecimal.valueOf(WORDS));
    BigDecimal bill = each.multiply(BigDecimal.valueOf(billed));
    Caller.until(() -> spent().compareTo(bill) == 0);
    assertThat(spent()).isEqualByComparingTo(bill);
    Caller.until(
        () -> caller.admin("spend?by=agent").path("data").path(0).path("calls").asInt() == billed);
    assertThat(new BigDecimal(caller.admin("spend?by=agent").path("total_usd").asText()))
        .isEqualByComparingTo(bill);
    assertThat(caller.admin("requests?state=open").path("data")).isEmpty();
    Caller.until(() -> descriptors() <= descriptors + 20);
    assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 20);
    // In a terminal, one line for each client that hangs up would bury all others.
    assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
    SERVER_LOG.removeHandler(listener);
    // A slot that leaked would show: as many calls at once as the concurrency allows go through.
    assertThat(caller.ask("house/plain", "Tollgate-Agent", "quitter").status()).isEqualTo(200);
  }

  private static void hangUp(Stage stage, boolean reset) {
    String agent = "Tollgate-Agent: quitter";
    String stream = Caller.prompt("house/stream", "\"max_tokens\":1000,\"stream\":true");
    try (var wire = new Wire(gateway.ready())) {
      switch (stage) {
        case BEFORE_THE_BODY_IS_COMPLETE ->
            wire.say(wire.head(stream.length(), agent) + stream.substring(0, 30));
        case BEFORE_THE_FIRST_BYTE -> wire.call(stream, agent);
        case IN_MID_STREAM -> wire.call(stream, agent).readTo("word");
        case AFTER_THE_USAGE_CHUNK -> {
          String asks =
              Caller.prompt(
                  "house/stream",
                  "\"max_tokens\":1000,\"stream\":true,\"stream_options\":{\"include_usage\":true}");
          wire.call(asks, agent).readTo("cost_usd");
        }
        case ON_A_PLAIN_CALL -> {
          wire.call(Caller.prompt("house/plain"), agent);
          Thread.sleep(50);
        }
      }
      if (reset) {
        wire.reset();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String held() {
    return caller.budget("monthly:workspace", "workspace").path("held_usd").asText();
  }

  private static BigDecimal spent() {
    return new BigDecimal(
        caller.budget("monthly:workspace", "workspace").path("spent_usd").asText("0"));
  }

  private static long descriptors() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
