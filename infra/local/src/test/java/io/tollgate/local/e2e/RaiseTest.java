package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.local.RunningGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A budget that is spent, raised by an operator for an hour, and as it was when the hour is over.
@Timeout(120)
class RaiseTest {
  /// What is promised, and a call.
  private static final Duration PROMISED = Duration.ofSeconds(6);

  private static final RawProvider PROVIDER = new RawProvider();
  private static String file;

  @TempDir private Path directory;

  // A call costs $0.10, and can cost no more.
  @BeforeAll
  static void open() {
    file =
        """
        organisation: acme
        timezone: Europe/Berlin
        providers:
          house: {base_url: "%s", credential: none, prices: {m: {input: 0, output: 100}}}
        policies:
          - {rate: 100000/min, of: each key, tokens: 1000000000/min}
          - {budget: monthly, of: each agent, limit_usd: 0.2}
        """
            .formatted(PROVIDER.baseUrl());
    PROVIDER.on("m", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1000)));
  }

  @AfterAll
  static void close() {
    PROVIDER.close();
  }

  private RunningGateway up(String time) throws Exception {
    Path config = Files.writeString(directory.resolve("tollgate.yaml"), file);
    return RunningGateway.on(
        directory.resolve("data"), "--config", config.toString(), "--now", time);
  }

  private static String ask(Caller caller, String agent) {
    return caller.ask("house/m", "Tollgate-Agent", agent).told();
  }

  /// Calls until a call is refused, and gives what was spent by then.
  private static String spendAll(Caller caller, String agent) {
    while (ask(caller, agent).equals("200")) {}
    assertThat(ask(caller, agent)).isEqualTo("402 budget_exceeded");
    return caller.budget("monthly:each agent", "agent/" + agent).path("spent_usd").asText();
  }

  private static Caller.Answer raise(Caller caller, String id, String form) {
    return caller.admin("POST", "budgets/" + id + "/raise", form);
  }

  @Test
  void a_spent_budget_that_is_raised_admits_within_five_seconds_and_refuses_again_after_the_end()
      throws Exception {
    try (var gateway = up("2026-11-24T12:00:30Z")) {
      var caller = new Caller(gateway.ready());
      assertThat(spendAll(caller, "bot")).isEqualTo("0.2");
      assertThat(spendAll(caller, "other")).isEqualTo("0.2");
      Caller.Answer raised =
          raise(
              caller,
              "monthly%3Aeach%20agent",
              """
              {"add_usd": 0.3, "until": "2026-11-24T14:00:00+01:00", "reason": "launch week",
               "scope": "agent/bot"}
              """);
      assertThat(raised.told()).as(raised.body()).isEqualTo("200");
      assertThat(raised.json().path("limit_usd").asText()).isEqualTo("0.5");
      Instant before = Instant.now();
      Caller.until(() -> ask(caller, "bot").equals("200"));
      assertThat(Duration.between(before, Instant.now())).isLessThan(PROMISED);
      assertThat(ask(caller, "other")).isEqualTo("402 budget_exceeded");
      told(caller.budget("monthly:each agent", "agent/bot"));
      for (JsonNode budget :
          caller
              .send("GET", "/v1/usage", caller.ready().key(), "", "Tollgate-Agent", "bot")
              .json()
              .path("budgets")) {
        told(budget);
      }
    }
    try (var gateway = up("2026-11-24T12:50:00Z")) {
      var caller = new Caller(gateway.ready());
      assertThat(spendAll(caller, "bot")).isEqualTo("0.5");
      Caller.Answer refused = caller.ask("house/m", "Tollgate-Agent", "bot");
      assertThat(refused.message()).contains("of $0.50 is used up: $0.50 spent");
    }
    try (var gateway = up("2026-11-24T13:00:00Z")) {
      var caller = new Caller(gateway.ready());
      Caller.Answer refused = caller.ask("house/m", "Tollgate-Agent", "bot");
      assertThat(refused.told()).isEqualTo("402 budget_exceeded");
      assertThat(refused.message()).contains("of $0.20 is used up: $0.50 spent");
      JsonNode budget = caller.budget("monthly:each agent", "agent/bot");
      assertThat(budget.path("limit_usd").asText()).isEqualTo("0.2");
      assertThat(budget.has("raise")).isFalse();
    }
  }

  private static void told(JsonNode budget) {
    assertThat(budget.path("limit_usd").asText()).isEqualTo("0.5");
    assertThat(budget.at("/raise/limit_usd_without").asText()).isEqualTo("0.2");
    assertThat(budget.at("/raise/until").asText()).isEqualTo("2026-11-24T14:00:00+01:00");
    assertThat(budget.at("/raise/reason").asText()).isEqualTo("launch week");
  }
}
