package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that hang up, at every stage: what the provider bills is charged, nothing else is.
@Timeout(120)
abstract class HangUpContract extends GatewayContract {
  private static final int WORDS = 20;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

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
  private enum Moment {
    BEFORE_THE_BODY_IS_COMPLETE,
    BEFORE_THE_FIRST_BYTE,
    IN_MID_STREAM,
    AFTER_THE_USAGE_CHUNK,
    ON_A_PLAIN_CALL
  }

  @Override
  Needs needs() {
    return Needs.policies(
            """
            - {budget: monthly, of: agent/quitter, limit_usd: 500}
            - {concurrency: 1000, of: agent/quitter}
            """)
        .models("plain", "stream");
  }

  @BeforeAll
  void behave() {
    provider()
        .on(
            "plain",
            (request, out) -> {
              Thread.sleep(100);
              RawProvider.json(out, 200, RawProvider.completion(WORDS));
            })
        .on(
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

  @Test
  void clients_that_hang_up_pay_for_what_they_caused_and_leave_nothing_behind() throws Exception {
    assertThat(caller().ask("house/plain", "Tollgate-Agent", "quitter").status()).isEqualTo(200);
    long descriptors = descriptors();
    int processes = FunctionProcesses.all().size();
    List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    var listener = new Warnings(warnings);
    SERVER_LOG.addHandler(listener);
    int clients = callers(300);
    int atOnce = keptBack(clients);
    for (int first = 0; first < clients; first += atOnce) {
      hangUp(first, Math.min(atOnce, clients - first));
    }
    // A call whose client has gone may reach the provider late: whatever it has billed by then.
    Caller.until(() ->
        amount("spent_usd").compareTo(bill()) == 0
            && amount("held_usd").signum() == 0
            && spend(caller().latelySpent("agent")).path("calls").asInt() == billed());
    // A client may reset its connection before the gateway has read the request: then nobody is
    // billed. Whoever hung up later was.
    assertThat(billed()).isBetween(1 + 3 * clients / 5, 1 + 4 * clients / 5);
    assertThat(amount("spent_usd")).isEqualByComparingTo(bill());
    assertThat(amount("held_usd")).isZero();
    JsonNode spent = spend(caller().admin("spend?by=agent"));
    assertThat(spent.path("calls").asInt()).isEqualTo(billed());
    assertThat(new BigDecimal(spent.path("cost_usd").asText())).isEqualByComparingTo(bill());
    assertThat(caller().admin("requests?agent=quitter&state=open").path("data")).isEmpty();
    // A process of a function that started meanwhile has pipes and connections of its own.
    int started = FunctionProcesses.all().size() - processes;
    long most = descriptors + 20 + 20L * started;
    Caller.until(() -> descriptors() <= most);
    assertThat(descriptors()).isLessThanOrEqualTo(most);
    // In a terminal, one line for each client that hangs up would bury all others.
    assertThat(warnings).extracting(LogRecord::getMessage).isEmpty();
    SERVER_LOG.removeHandler(listener);
    // A slot that leaked would show: as many calls at once as the concurrency allows go through.
    assertThat(caller().ask("house/plain", "Tollgate-Agent", "quitter").status()).isEqualTo(200);
  }

  /// So many clients at once, until nothing is under way any more.
  private void hangUp(int first, int many) throws InterruptedException {
    List<Thread> clients =
        IntStream.range(first, first + many)
            .mapToObj(number ->
                Thread.ofVirtual()
                    .start(() ->
                        hangUp(Moment.values()[number % Moment.values().length], number % 2 == 0)))
            .toList();
    for (Thread client : clients) {
      client.join();
    }
    Caller.until(() -> provider().open() == 0 && amount("held_usd").signum() == 0);
    assertThat(amount("held_usd")).isZero();
  }

  private int billed() {
    return provider().heard().size();
  }

  private BigDecimal bill() {
    return new BigDecimal("0.0001").multiply(BigDecimal.valueOf((long) WORDS * billed()));
  }

  private void hangUp(Moment moment, boolean reset) {
    String agent = "Tollgate-Agent: quitter";
    String stream = Caller.prompt("house/stream", "\"max_tokens\":1000,\"stream\":true");
    try (var wire = new Wire(caller().ready())) {
      switch (moment) {
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

  private BigDecimal amount(String field) {
    JsonNode budget = caller().budget("monthly:agent/quitter", "agent/quitter");
    return new BigDecimal(budget.path(field).asText("0"));
  }

  private static JsonNode spend(JsonNode byAgent) {
    for (JsonNode row : byAgent.path("data")) {
      if (row.path("agent").asText().equals("quitter")) {
        return row;
      }
    }
    return Caller.JSON.missingNode();
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
