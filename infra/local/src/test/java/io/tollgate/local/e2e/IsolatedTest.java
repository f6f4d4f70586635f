package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.SideBySide;
import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.dynamodb.DynamoDbTable;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.local.IsolatedGateway;
import io.tollgate.table.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.SdkHttpClient;

/// `./tollgate up --isolate`: the functions as their zips hold them, in processes of their own.
@SideBySide
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolatedTest {
  private static final int MOST = 3;
  private static final RawProvider PROVIDER = new RawProvider();
  private static IsolatedGateway gateway;
  private static Caller caller;

  @BeforeAll
  static void open() throws IOException {
    gateway =
        IsolatedGateway.of(
            """
            organisation: acme
            members: {ada: {}}
            providers:
              house:
                base_url: "%s"
                credential: "env:HOUSE_KEY"
                prices:
                  m: {input: 0, output: 100}
                  gated: {input: 0, output: 100}
                  crowd: {input: 0, output: 100}
                  killed: {input: 0, output: 100}
                  left: {input: 0, output: 100}
                  stopped: {input: 0, output: 100}
            policies:
              - {rate: 100000/min, of: each key, tokens: 1000000000/min}
              - {budget: total, of: workspace, limit_usd: 1000}
              - {budget: total, of: feature/poor, limit_usd: 0.10}
            """
                .formatted(PROVIDER.baseUrl()),
            Map.of("HOUSE_KEY", "sk-house"),
            new Unpacked("").root(),
            "--environments",
            Integer.toString(MOST),
            "--max-call",
            "60s",
            "--grace",
            "30s");
    caller = new Caller(gateway.ready());
  }

  @AfterAll
  static void close() {
    Set<ProcessHandle> running = FunctionProcesses.of(gateway);
    gateway.close();
    PROVIDER.close();
    assertThat(running).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  /// Speaks a word, waits, and speaks to the end.
  private static void speak(String model, CountDownLatch goOn) {
    PROVIDER.on(
        model,
        (request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "first");
          goOn.await();
          RawProvider.word(out, "second");
          RawProvider.usageChunk(out, 10);
          RawProvider.done(out);
        });
  }

  private static Wire streamed(String model) throws IOException {
    return new Wire(gateway.ready())
        .call(
            Caller.prompt("house/" + model, "\"stream\":true,\"max_tokens\":1000"),
            "Tollgate-Agent: " + model);
  }

  @Test
  void a_stream_arrives_chunk_by_chunk_with_the_providers_key_and_its_spend_shows()
      throws Exception {
    var goOn = new CountDownLatch(1);
    speak("gated", goOn);
    try (Wire wire = streamed("gated")) {
      // The provider waits for us, so this can only have come by itself.
      assertThat(wire.readTo("first")).startsWith("HTTP/1.1 200").contains("tollgate-request-id");
      goOn.countDown();
      assertThat(wire.readTo("[DONE]\n\n")).contains("second");
    }
    assertThat(PROVIDER.heard().getLast().head()).contains("authorization: Bearer sk-house\r\n");
    Caller.until(() -> caller.latelySpent("agent").toString().contains("\"gated\""));
    assertThat(caller.admin("spend?by=agent").toString())
        .contains("\"agent\":\"gated\",\"cost_usd\":\"0.001\",\"calls\":1");
  }

  @Test
  void a_call_within_a_budget_passes_and_one_beyond_it_reaches_no_provider() {
    assertThat(caller.ask("house/m", "Tollgate-Feature", "poor").told()).isEqualTo("200");
    // What the gateway's single try does not settle on a busy machine, the queue does.
    Caller.until(() ->
        caller.budget("total:feature/poor", "feature/poor").path("held_usd").asText().equals("0"));
    long heard = PROVIDER.heard("m");
    Caller.Answer refused =
        caller.chat(Caller.prompt("house/m", "\"max_tokens\":1000"), "Tollgate-Feature", "poor");
    assertThat(refused.told()).startsWith("402 ");
    assertThat(refused.message()).contains("total:feature/poor");
    assertThat(PROVIDER.heard("m")).isEqualTo(heard);
  }

  @Test
  void an_operator_makes_a_key_with_the_drawn_secret_and_nobody_else_does() {
    String key = caller.newKey("{\"name\":\"second\",\"member\":\"ada\"}");
    assertThat(caller.with(key).ask("house/m").told()).isEqualTo("200");
    assertThat(caller.send("GET", "/admin/v1/budgets", "tga-" + "x".repeat(40), "").status())
        .isEqualTo(401);
  }

  @Test
  void calls_at_once_have_a_process_each_and_those_beyond_the_most_are_throttled()
      throws Exception {
    var goOn = new CountDownLatch(1);
    speak("crowd", goOn);
    List<Wire> crowd = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      crowd.add(streamed("crowd"));
    }
    for (Wire wire : crowd) {
      assertThat(wire.readTo("first")).startsWith("HTTP/1.1 200");
    }
    assertThat(FunctionProcesses.of(gateway, "proxy")).hasSize(MOST);
    Caller.Answer oneMore = caller.ask("house/m");
    assertThat(oneMore.told()).isEqualTo("429 rate_limit_exceeded");
    assertThat(oneMore.header("retry-after")).isEqualTo("1");
    assertThat(oneMore.json().at("/error/type").asText()).isEqualTo("rate_limit_error");
    goOn.countDown();
    for (Wire wire : crowd) {
      assertThat(wire.readTo("[DONE]\n\n")).contains("second");
      wire.close();
    }
    Caller.until(() -> caller.ask("house/m").status() == 200);
    assertThat(caller.ask("house/m").told()).isEqualTo("200");
  }

  @Test
  void processes_that_were_stopped_and_go_on_end_their_calls() throws Exception {
    var goOn = new CountDownLatch(1);
    CompletableFuture<Caller.Answer> call = stuck("stopped", goOn);
    Set<ProcessHandle> stopped = FunctionProcesses.of(gateway, "proxy");
    FunctionProcesses.signal("STOP", stopped);
    Caller.until(() -> FunctionProcesses.areStopped(stopped));
    goOn.countDown();
    TimeUnit.MILLISECONDS.sleep(500);
    assertThat(call).isNotDone();
    FunctionProcesses.signal("CONT", stopped);
    assertThat(call.get().told()).isEqualTo("200");
    Caller.until(() -> caller.latelySpent("agent").toString().contains("\"stopped\""));
    assertThat(caller.admin("spend?by=agent").toString())
        .contains("\"agent\":\"stopped\",\"cost_usd\":\"0.001\",\"calls\":1");
  }

  @Test
  void whoever_hangs_up_in_mid_stream_pays_for_all_that_the_provider_spoke() throws Exception {
    var goOn = new CountDownLatch(1);
    speak("left", goOn);
    try (Wire wire = streamed("left")) {
      assertThat(wire.readTo("first")).startsWith("HTTP/1.1 200");
      wire.reset();
    }
    goOn.countDown();
    Caller.until(
        Duration.ofSeconds(30), () -> caller.latelySpent("agent").toString().contains("\"left\""));
    assertThat(caller.admin("spend?by=agent").toString())
        .contains("\"agent\":\"left\",\"cost_usd\":\"0.001\",\"calls\":1");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void a_killed_process_is_answered_for_and_replaced_and_a_sweep_charges_what_its_call_held()
      throws Exception {
    CompletableFuture<Caller.Answer> call = stuck("killed", new CountDownLatch(1));
    Set<ProcessHandle> doomed = FunctionProcesses.of(gateway, "proxy");
    doomed.forEach(ProcessHandle::destroyForcibly);
    // A process that is still dying would be given the next call.
    for (ProcessHandle one : doomed) {
      one.onExit().get();
    }
    assertThat(call.get().told()).isEqualTo("502 internal_error");
    assertThat(caller.ask("house/m").told()).isEqualTo("200");
    assertThat(killed().path("state").asText()).isEqualTo("open");
    assertThat(killed().path("reserved_usd").asText()).isEqualTo("0.1");

    sweepIn(Duration.ofMinutes(3));
    Caller.until(() -> killed().path("state").asText().equals("settled"));
    assertThat(killed().path("cost_usd").asText()).isEqualTo("0.1");
    assertThat(killed().path("source").asText()).isEqualTo("estimated");
    JsonNode workspace = caller.budget("total:workspace", "workspace");
    assertThat(workspace.path("held_usd").asText()).isEqualTo("0");
    assertThat(workspace.path("spent_usd").asText())
        .isEqualTo(caller.admin("spend?by=agent").path("total_usd").asText());
  }

  private static JsonNode killed() {
    // Of a list that is not full after one, the admin function would look through all buckets.
    return caller.admin("requests?agent=killed&limit=1").path("data").path(0);
  }

  /// The sweep as the aggregator runs it, at a later time.
  private static void sweepIn(Duration time) {
    try (SdkHttpClient http = DynamoDbClients.http();
        var clients = DynamoDbClients.at(gateway.store(), http)) {
      Table table = new Ahead(new DynamoDbTable("tollgate", clients), time);
      var ledger =
          new Ledger(
              table,
              Closing.start(table, Duration.ofSeconds(60), Duration.ofSeconds(30)),
              Fan.INLINE,
              pause -> {},
              new SplittableRandom(7),
              alarm -> {
                throw new AssertionError(alarm);
              });
      ledger.sweep(() -> Instant.now().plus(time)).run();
    }
  }

  /// A call whose answer its provider keeps back.
  private static CompletableFuture<Caller.Answer> stuck(String model, CountDownLatch goOn) {
    PROVIDER.on(
        model,
        (request, out) -> {
          goOn.await();
          RawProvider.json(out, 200, RawProvider.completion(10));
        });
    CompletableFuture<Caller.Answer> call =
        CompletableFuture.supplyAsync(() -> caller.ask("house/" + model, "Tollgate-Agent", model));
    Caller.until(Duration.ofSeconds(30), () -> PROVIDER.heard(model) == 1);
    return call;
  }
}
