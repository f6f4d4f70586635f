package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.local.RunningGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Limits that tell, and limits that only record.
@Timeout(120)
class ModesTest {
  private static final RawProvider PROVIDER = new RawProvider();
  private static RunningGateway gateway;
  private static Caller caller;

  // A call costs $0.10 at its cap of 1,000 tokens.
  @BeforeAll
  static void open() {
    gateway =
        RunningGateway.of(
            """
            organisation: acme
            members: {ada: {}}
            providers:
              house:
                base_url: "%s"
                credential: none
                prices: {m: {input: 0, output: 100}}
            policies:
              - {rate: 1/h, of: each key, mode: soft}
              - {budget: monthly, of: agent/told, limit_usd: 0.15, mode: soft}
              - {budget: monthly, of: agent/watched, limit_usd: 0.15, mode: shadow}
              - {concurrency: 0, of: agent/watched, mode: shadow}
            """
                .formatted(PROVIDER.baseUrl()),
            Map.of());
    caller = new Caller(gateway.ready());
    PROVIDER.on("m", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1000)));
  }

  @AfterAll
  static void close() {
    gateway.close();
    PROVIDER.close();
  }

  private static JsonNode row(String agent) {
    return caller.budget("monthly:agent/" + agent, "agent/" + agent);
  }

  /// The decision on a call, once it has settled.
  private static JsonNode policies(Caller.Answer answer) {
    String id = answer.header("tollgate-request-id");
    Caller.until(() -> caller.story(id).path("state").asText().equals("settled"));
    return caller.story(id).path("decision").path("policies");
  }

  /// The answer to the second of two calls.
  private static Caller.Answer second(String agent) {
    caller.ask("house/m", "Tollgate-Agent", agent);
    Caller.until(() -> row(agent).path("spent_usd").asText().equals("0.1"));
    return caller.ask("house/m", "Tollgate-Agent", agent);
  }

  @Test
  void a_call_beyond_a_soft_budget_is_served_and_the_caller_and_the_log_are_told() {
    Caller.Answer second = second("told");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("tollgate-soft-limits"))
        .isEqualTo("monthly%3Aagent%2Ftold,rate%3Aeach%20key");
    assertThat(second.header("tollgate-budget-warning")).isEqualTo("scope=agent%2Ftold;used=66%");
    assertThat(second.header("tollgate-budget-remaining-usd")).isEmpty();
    assertThat(row("told").path("mode").asText()).isEqualTo("soft");
    JsonNode spoke = policies(second).get(0);
    assertThat(spoke.path("id").asText()).isEqualTo("monthly:agent/told");
    assertThat(spoke.path("mode").asText()).isEqualTo("soft");
    assertThat(spoke.path("would_have_refused").asBoolean()).isTrue();
  }

  @Test
  void of_a_shadow_limit_only_the_log_knows() {
    Caller.Answer second = second("watched");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("tollgate-soft-limits")).isEqualTo("rate%3Aeach%20key");
    assertThat(second.header("tollgate-budget-warning")).isEmpty();
    JsonNode policies = policies(second);
    for (int i = 0; i < 2; i++) {
      assertThat(policies.get(i).path("mode").asText()).isEqualTo("shadow");
      assertThat(policies.get(i).path("would_have_refused").asBoolean()).isTrue();
    }
  }
}
