package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.local.RunningGateway;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/// Two hundred callers on every kind of limit at once, while an operator raises, cuts, removes and
/// adds limits.
@Isolated
@Timeout(180)
class LimitsUnderLoadTest {
  private static final int CALLERS = 200;
  private static final int SLOTS = 20;
  private static final BigDecimal PRICE = new BigDecimal("0.1");

  private final AtomicInteger billed = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final AtomicReference<String> breach = new AtomicReference<>("");
  private final AtomicBoolean over = new AtomicBoolean();

  /// The most that was ever allowed since the limit was last taken away.
  private final AtomicReference<BigDecimal> allowed = new AtomicReference<>(new BigDecimal("2"));

  @Test
  void nothing_is_ever_spent_or_held_beyond_what_was_allowed_and_nothing_restarts_from_zero()
      throws Exception {
    try (var provider = new RawProvider();
        var gateway = RunningGateway.of(file(provider, budget("monthly", "2", "")), Map.of())) {
      var caller = new Caller(gateway.ready());
      provider.on("m", (request, out) -> serve(out));
      List<Thread> crowd = crowd(caller);
      Thread observer = Thread.ofVirtual().start(() -> observe(caller));
      reaches(caller, "2");
      changes(caller, provider, budget("monthly", "4", ""), "4");
      reaches(caller, "4");
      // Cut below what is spent, under another period, and beside one that only tells.
      changes(
          caller,
          provider,
          budget("monthly", "3", "") + budget("daily", "9", "") + budget("total", "1", "soft"),
          "4");
      inForce(caller, "3");
      int atTheCut = billed.get();
      Thread.sleep(500);
      assertThat(billed).hasValue(atTheCut);
      changes(caller, provider, budget("daily", "6", "") + budget("total", "7", ""), "6");
      reaches(caller, "6");
      // The soft one made hard finds everything that was spent before.
      changes(caller, provider, budget("daily", "20", "") + budget("total", "8", ""), "8");
      reaches(caller, "8");
      // Only of everybody: the agent's own stands in its place again a moment later.
      changes(caller, provider, "  - {budget: total, of: each agent, limit_usd: 10}\n", "10");
      reaches(caller, "10");
      changes(caller, provider, budget("total", "9", ""), "10");
      inForce(caller, "9");
      Thread.sleep(500);
      over.set(true);
      for (Thread one : crowd) {
        one.join();
      }
      observer.join();
      Caller.until(() -> caller.admin("requests?state=open&limit=1").path("data").isEmpty());
      assertThat(breach.get()).isEmpty();
      assertThat(mostInFlight.get()).isLessThanOrEqualTo(SLOTS);
      assertThat(billed).hasValue(100);
      JsonNode row = caller.budget("total:agent/load", "agent/load");
      assertThat(row.path("spent_usd").asText()).isEqualTo("10");
      assertThat(row.path("held_usd").asText()).isEqualTo("0");
    }
  }

  private static String budget(String period, String limit, String mode) {
    return "  - {budget: %s, of: agent/load, limit_usd: %s%s}\n"
        .formatted(period, limit, mode.isEmpty() ? "" : ", mode: " + mode);
  }

  private static String file(RawProvider provider, String budgets) {
    return """
    organisation: acme
    providers:
      house: {base_url: "%s", credential: none, prices: {m: {input: 0, output: 100}}}
    policies:
      - {rate: 100000/min, of: each key, tokens: 1000000000/min}
      - {rate: 90000/min, of: each agent, tokens: 900000000/min}
      - {concurrency: %d, of: each agent}
      - {budget: monthly, of: workspace, limit_usd: 1000, throttle_from: 90%%}
      - {budget: hourly, of: each feature, limit_usd: 900}
    """
            .formatted(provider.baseUrl(), SLOTS)
        + budgets;
  }

  private void serve(java.io.OutputStream out) throws java.io.IOException {
    billed.incrementAndGet();
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      RawProvider.json(out, 200, RawProvider.completion(1000));
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private List<Thread> crowd(Caller caller) {
    return new ArrayList<>(
        IntStream.range(0, CALLERS)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      while (!over.get()) {
                        caller.ask("house/m", "Tollgate-Agent", "load");
                      }
                    }))
            .toList());
  }

  private void observe(Caller caller) {
    while (!over.get()) {
      // Read before: what is allowed only grows.
      JsonNode data = caller.admin("budgets").path("data");
      BigDecimal most = allowed.get();
      for (JsonNode row : data) {
        BigDecimal used = decimal(row, "spent_usd").add(decimal(row, "held_usd"));
        if (row.path("scope").asText().equals("agent/load") && used.compareTo(most) > 0) {
          breach.compareAndSet("", used + " of " + most + ": " + row);
        }
      }
    }
  }

  private static BigDecimal decimal(JsonNode row, String field) {
    return new BigDecimal(row.path(field).asText());
  }

  /// @param most allowed from the moment on at which the file may be in force
  private void changes(Caller caller, RawProvider provider, String budgets, String most) {
    allowed.set(new BigDecimal(most));
    String etag = caller.admin("GET", "config", "").header("etag");
    Caller.Answer answer =
        caller.send(
            "PUT",
            "/admin/v1/config",
            caller.ready().admin(),
            file(provider, budgets),
            "If-Match",
            etag);
    assertThat(answer.told()).as(answer.body()).isEqualTo("200");
  }

  /// Waits until a refusal names a limit, so that the file which says it is in force.
  private static void inForce(Caller caller, String limit) {
    Caller.until(() -> refusedBy(caller).equals(limit));
    assertThat(refusedBy(caller)).isEqualTo(limit);
  }

  private static String refusedBy(Caller caller) {
    return caller
        .ask("house/m", "Tollgate-Agent", "load")
        .json()
        .at("/error/tollgate/limit_usd")
        .asText();
  }

  /// Waits until all that is allowed is spent, and sees that it was not more.
  private void reaches(Caller caller, String most) {
    int calls = new BigDecimal(most).divide(PRICE).intValueExact();
    Caller.until(() -> billed.get() >= calls);
    assertThat(billed).hasValue(calls);
    assertThat(caller.ask("house/m", "Tollgate-Agent", "load").status()).isIn(402, 429, 503);
    assertThat(billed).hasValue(calls);
  }
}
