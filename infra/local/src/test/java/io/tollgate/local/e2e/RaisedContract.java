package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A budget that is spent and raised by an operator while the gateway runs.
@Timeout(120)
abstract class RaisedContract extends GatewayContract {
  /// What is promised, and a call.
  private static final Duration PROMISED = Duration.ofSeconds(6);

  @Override
  Needs needs() {
    return Needs.policies("- {budget: monthly, of: agent/own, limit_usd: 0.001}");
  }

  private String ask() {
    String ten = Caller.prompt("house/m", "\"max_tokens\":10");
    return caller().chat(ten, "Tollgate-Agent", "own").told();
  }

  private JsonNode budget() {
    return caller().budget("monthly:agent/own", "agent/own");
  }

  @Test
  void a_spent_budget_that_is_raised_by_its_escaped_id_admits_within_five_seconds() {
    assertThat(ask()).isEqualTo("200");
    Caller.until(() -> budget().path("spent_usd").asText().equals("0.001"));
    assertThat(ask()).isEqualTo("402 budget_exceeded");
    Instant until = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
    Caller.Answer raised =
        caller()
            .admin(
                "POST",
                "budgets/monthly%3Aagent%2Fown/raise",
                "{\"limit_usd\":\"0.7\",\"until\":\"" + until + "\",\"reason\":\"a test\"}");
    assertThat(raised.told()).as(raised.body()).isEqualTo("200");
    Instant before = Instant.now();
    Caller.until(() -> ask().equals("200"));
    assertThat(Duration.between(before, Instant.now())).isLessThan(PROMISED);
    JsonNode budget = budget();
    assertThat(budget.path("limit_usd").asText()).isEqualTo("0.7");
    assertThat(budget.at("/raise/limit_usd_without").asText()).isEqualTo("0.001");
    assertThat(budget.at("/raise/reason").asText()).isEqualTo("a test");
  }
}
