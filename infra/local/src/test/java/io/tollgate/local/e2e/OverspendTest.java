package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.local.RunningGateway;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// 200 callers at once, a budget of $1.00, calls that cost exactly $0.10.
@Timeout(120)
class OverspendTest {
  private static final int CALLERS = 200;
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final RawProvider PROVIDER = new RawProvider();
  private static RunningGateway gateway;
  private static Caller caller;

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
                zero_price: priced
                prices:
                  dime: {input: 0, output: 100}
                  gift: {input: 0, output: 0}
            policies:
              - {rate: 100000/min, of: each key, tokens: 1000000000/min}
              - {budget: total, of: feature/tight, limit_usd: 1}
              - {budget: monthly, of: each agent, limit_usd: 1}
              - {budget: monthly, of: workspace, limit_usd: 1000}
            """
                .formatted(PROVIDER.baseUrl()),
            Map.of());
    caller = new Caller(gateway.ready());
    PROVIDER.on("gift", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(0)));
  }

  @AfterAll
  static void close() {
    gateway.close();
    PROVIDER.close();
  }

  @Test
  void exactly_ten_pass_on_a_counter_that_exists() throws Exception {
    assertThat(caller.ask("house/gift", "Tollgate-Feature", "tight").status()).isEqualTo(200);
    exactlyTenPass("total:feature/tight", "feature/tight", "Tollgate-Feature", "tight");
  }

  @Test
  void exactly_ten_pass_on_an_inherited_default_of_an_agent_that_nobody_ever_saw()
      throws Exception {
    for (String agent : List.of("new-1", "new-2", "new-3")) {
      exactlyTenPass("monthly:each agent", "agent/" + agent, "Tollgate-Agent", agent);
    }
  }

  private static void exactlyTenPass(String id, String scope, String... header) throws Exception {
    var release = new CountDownLatch(1);
    PROVIDER.on(
        "dime",
        (request, out) -> {
          release.await();
          RawProvider.json(out, 200, RawProvider.completion(1000));
        });
    Queue<String> told = new ConcurrentLinkedQueue<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(
          Thread.ofVirtual().start(() -> told.add(caller.ask("house/dime", header).told())));
    }
    while (told.size() < CALLERS - 10) {
      withinTheLimit(caller.budget(id, scope));
      Thread.sleep(5);
    }
    assertThat(told).hasSize(CALLERS - 10).allMatch("429 budget_in_flight"::equals);
    JsonNode held = caller.budget(id, scope);
    assertThat(held.path("held_usd").asText()).isEqualTo("1");
    assertThat(held.path("spent_usd").asText()).isEqualTo("0");
    Caller.Answer waiting = caller.ask("house/dime", header);
    assertThat(waiting.told()).isEqualTo("429 budget_in_flight");
    assertThat(Integer.parseInt(waiting.header("retry-after"))).isBetween(1, 5);

    release.countDown();
    while (told.size() < CALLERS) {
      withinTheLimit(caller.budget(id, scope));
    }
    for (Thread one : callers) {
      one.join();
    }
    assertThat(told.stream().filter("200"::equals)).hasSize(10);
    // A call settles after its last byte; one whose single try the store is too slow for settles by
    // the queue, a moment later.
    Caller.until(() -> caller.budget(id, scope).path("held_usd").asText().equals("0"));
    JsonNode spent = caller.budget(id, scope);
    assertThat(spent.path("spent_usd").asText()).isEqualTo("1");
    assertThat(spent.path("held_usd").asText()).isEqualTo("0");
    Caller.Answer after = caller.ask("house/dime", header);
    assertThat(after.told()).isEqualTo("402 budget_exceeded");
    assertThat(after.header("x-should-retry")).isEqualTo("false");
    assertThat(after.header("retry-after")).isEmpty();
  }

  private static void withinTheLimit(JsonNode budget) {
    BigDecimal used =
        new BigDecimal(budget.path("spent_usd").asText("0"))
            .add(new BigDecimal(budget.path("held_usd").asText("0")));
    assertThat(used).isLessThanOrEqualTo(ONE);
  }
}
