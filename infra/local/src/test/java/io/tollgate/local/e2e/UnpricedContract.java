package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A model without a price passes where its budgets say `conservative`, and its story says how it
/// was priced.
@Timeout(120)
abstract class UnpricedContract extends GatewayContract {
  @Override
  Needs needs() {
    return Needs.policies(
            """
            - {budget: monthly, of: agent/trusting, limit_usd: 1, unpriced: conservative}
            - {budget: monthly, of: agent/strict, limit_usd: 1}
            """)
        .providers(
            """
            vague:
              base_url: "PROVIDER"
              credential: none
              prices:
                dear: {input: 0, output: 100}
                cheap: {input: 0, output: 10}
                unlisted: {context: 128000}
            """);
  }

  @Test
  void what_has_no_price_costs_the_dearest_of_its_provider_under_conservative_budgets_only() {
    Caller.Answer answer = caller().ask("vague/unlisted", "Tollgate-Agent", "trusting");
    assertThat(answer.told()).isEqualTo("200");
    // Ten tokens came back.
    assertThat(answer.header("tollgate-cost-usd")).isEqualTo("0.001");
    String id = answer.header("tollgate-request-id");
    Caller.until(() -> caller().story(id).path("state").asText().equals("settled"));
    JsonNode story = caller().story(id);
    assertThat(story.findPath("price_source").asText()).isEqualTo("estimated");
    assertThat(story.findPath("price_version").asText()).startsWith("estimated-");
    assertThat(story.findPath("reserved_usd").asText()).isEqualTo("0.1");
    assertThat(caller().ask("vague/unlisted", "Tollgate-Agent", "strict").told())
        .isEqualTo("403 model_not_priced");
    Caller.Answer priced = caller().ask("vague/cheap");
    String other = priced.header("tollgate-request-id");
    assertThat(caller().story(other).findPath("price_source").isMissingNode()).isTrue();
  }
}
