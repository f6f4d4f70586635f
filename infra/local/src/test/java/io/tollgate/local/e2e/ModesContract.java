package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Limits that tell, and limits that only record.
@Timeout(120)
abstract class ModesContract extends GatewayContract {
  @Override
  Needs needs() {
    return Needs.policies(
        """
        - {rate: 1/h, of: agent/told, mode: soft}
        - {rate: 1/h, of: agent/watched, mode: soft}
        - {budget: monthly, of: agent/told, limit_usd: 0.15, mode: soft}
        - {budget: monthly, of: agent/watched, limit_usd: 0.15, mode: shadow}
        - {concurrency: 0, of: agent/watched, mode: shadow}
        """);
  }

  @BeforeAll
  void answer() {
    provider().on("m", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1000)));
  }

  private JsonNode row(String agent) {
    return caller().budget("monthly:agent/" + agent, "agent/" + agent);
  }

  /// What a policy said to a call, once that has settled.
  private JsonNode spoke(Caller.Answer answer, String policy) {
    String id = answer.header("tollgate-request-id");
    Caller.until(() -> caller().story(id).path("state").asText().equals("settled"));
    return caller().spoke(id, policy);
  }

  /// The answer to the second of two calls.
  private Caller.Answer second(String agent) {
    caller().ask("house/m", "Tollgate-Agent", agent);
    Caller.until(() -> row(agent).path("spent_usd").asText().equals("0.1"));
    return caller().ask("house/m", "Tollgate-Agent", agent);
  }

  @Test
  void a_call_beyond_a_soft_budget_is_served_and_the_caller_and_the_log_are_told() {
    Caller.Answer second = second("told");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("tollgate-soft-limits").split(","))
        .containsExactlyInAnyOrder("monthly%3Aagent%2Ftold", "rate%3Aagent%2Ftold");
    assertThat(second.header("tollgate-budget-warning")).isEqualTo("scope=agent%2Ftold;used=66%");
    // What is left is said of hard budgets only: here of the workspace's.
    assertThat(new BigDecimal(second.header("tollgate-budget-remaining-usd")))
        .isGreaterThan(new BigDecimal(900));
    assertThat(row("told").path("mode").asText()).isEqualTo("soft");
    JsonNode spoke = spoke(second, "monthly:agent/told");
    assertThat(spoke.path("mode").asText()).isEqualTo("soft");
    assertThat(spoke.path("would_have_refused").asBoolean()).isTrue();
  }

  @Test
  void of_a_shadow_limit_only_the_log_knows() {
    Caller.Answer second = second("watched");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("tollgate-soft-limits")).isEqualTo("rate%3Aagent%2Fwatched");
    assertThat(second.header("tollgate-budget-warning")).isEmpty();
    for (String policy : new String[] {"monthly:agent/watched", "concurrency:agent/watched"}) {
      JsonNode spoke = spoke(second, policy);
      assertThat(spoke.path("mode").asText()).isEqualTo("shadow");
      assertThat(spoke.path("would_have_refused").asBoolean()).isTrue();
    }
  }
}
