package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many callers at once, a budget of $1.00, calls that cost exactly an even share of it.
@Timeout(120)
abstract class OverspendContract extends GatewayContract {
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final int SLOTS = 3;

  /// Ten thousand tokens are a dollar.
  private static final int TOKENS = 10_000;

  private static final int FEW = 100;

  @Override
  Needs needs() {
    return Needs.policies(
            """
            - {budget: total, of: feature/tight, limit_usd: 1}
            - {budget: monthly, of: each agent, limit_usd: 1}
            - {concurrency: 3, of: agent/three}
            """)
        .models("dime", "gift: {input: 0, output: 0}");
  }

  private int callers() {
    return callers(200);
  }

  /// How many calls the budget pays for.
  private int passing() {
    return keptBack(10);
  }

  @Test
  void exactly_those_pass_that_the_budget_pays_for_on_a_counter_that_exists() throws Exception {
    provider().on("gift", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(0)));
    assertThat(caller().ask("house/gift", "Tollgate-Feature", "tight").status()).isEqualTo(200);
    // No other account of these calls is tight: of two that contend for two, both may be refused.
    exactlyThosePass("total:feature/tight", "feature/tight", "Tollgate-Feature", "tight");
  }

  @Test
  void exactly_those_pass_on_an_inherited_default_of_an_agent_that_nobody_ever_saw()
      throws Exception {
    for (String agent : List.of("new-1", "new-2", "new-3")) {
      exactlyThosePass("monthly:each agent", "agent/" + agent, "Tollgate-Agent", agent);
    }
  }

  private void exactlyThosePass(String id, String scope, String... header) throws Exception {
    try (var crowd = new Crowded(TOKENS / passing(), header)) {
      while (crowd.waitsFor(passing())) {
        withinTheLimit(caller().budget(id, scope));
        Thread.sleep(5);
      }
      assertThat(crowd.told)
          .hasSize(callers() - passing())
          .allMatch("429 budget_in_flight"::equals);
      JsonNode held = caller().budget(id, scope);
      assertThat(held.path("held_usd").asText()).isEqualTo("1");
      assertThat(held.path("spent_usd").asText()).isEqualTo("0");
      Caller.Answer waiting = ask(TOKENS / passing(), header);
      assertThat(waiting.told()).isEqualTo("429 budget_in_flight");
      assertThat(Integer.parseInt(waiting.header("retry-after"))).isBetween(1, 5);

      crowd.release.countDown();
      while (crowd.told.size() < callers()) {
        withinTheLimit(caller().budget(id, scope));
      }
      assertThat(crowd.told.stream().filter("200"::equals)).hasSize(passing());
    }
    // A call settles after its last byte; one whose single try the store is too slow for settles by
    // the queue, a moment later.
    Caller.until(
        Duration.ofSeconds(30),
        () -> caller().budget(id, scope).path("held_usd").asText().equals("0"));
    JsonNode spent = caller().budget(id, scope);
    assertThat(spent.path("spent_usd").asText()).isEqualTo("1");
    assertThat(spent.path("held_usd").asText()).isEqualTo("0");
    Caller.Answer after = ask(TOKENS / passing(), header);
    assertThat(after.told()).isEqualTo("402 budget_exceeded");
    assertThat(after.header("x-should-retry")).isEqualTo("false");
    assertThat(after.header("retry-after")).isEmpty();
  }

  @Test
  void exactly_as_many_are_in_flight_as_there_are_slots() throws Exception {
    String[] header = {"Tollgate-Agent", "three"};
    try (var crowd = new Crowded(FEW, header)) {
      while (crowd.waitsFor(SLOTS)) {
        Thread.sleep(5);
      }
      assertThat(crowd.told).hasSize(callers() - SLOTS).allMatch("429 rate_limit_exceeded"::equals);
      assertThat(ask(FEW, header).json().at("/error/tollgate/policy").asText())
          .isEqualTo("concurrency:agent/three");
      crowd.release.countDown();
      while (crowd.told.size() < callers()) {
        Thread.sleep(5);
      }
      assertThat(crowd.told.stream().filter("200"::equals)).hasSize(SLOTS);
    }
    // A slot is free again when its call is settled, which may be by the queue.
    var passed = new AtomicBoolean();
    Caller.until(
        Duration.ofSeconds(30),
        () -> {
          passed.set(ask(FEW, header).status() == 200);
          return passed.get();
        });
    assertThat(passed).isTrue();
  }

  /// Callers whose calls the provider keeps back until it is told.
  private final class Crowded implements AutoCloseable {
    private final CountDownLatch release = new CountDownLatch(1);
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final List<Thread> callers;

    Crowded(int tokens, String... header) {
      provider()
          .on(
              "dime",
              (request, out) -> {
                release.await();
                RawProvider.json(out, 200, RawProvider.completion(tokens));
              });
      callers =
          IntStream.range(0, callers())
              .mapToObj(
                  number -> Thread.ofVirtual().start(() -> told.add(ask(tokens, header).told())))
              .toList();
    }

    /// Whether more than so many have not been told anything. Where the store gave one of them no
    /// answer in time, a hold may have leaked, and nothing can be counted.
    boolean waitsFor(int most) {
      assumeFalse(told.contains("503 enforcement_unavailable"), "the store is too slow");
      return told.size() < callers() - most;
    }

    @Override
    public void close() {
      release.countDown();
      try {
        for (Thread caller : callers) {
          caller.join();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Caller.Answer ask(int tokens, String... header) {
    return caller().admitted(Caller.prompt("house/dime", "\"max_tokens\":" + tokens), header);
  }

  private static void withinTheLimit(JsonNode budget) {
    BigDecimal used =
        new BigDecimal(budget.path("spent_usd").asText("0"))
            .add(new BigDecimal(budget.path("held_usd").asText("0")));
    assertThat(used).isLessThanOrEqualTo(ONE);
  }
}
