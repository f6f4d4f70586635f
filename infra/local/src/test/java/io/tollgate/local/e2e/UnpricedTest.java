package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.local.RunningGateway;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A model without a price passes where its budgets say `conservative`, and its story says how it
/// was priced.
@Timeout(120)
class UnpricedTest {
  @Test
  void what_has_no_price_costs_the_dearest_of_its_provider_under_conservative_budgets_only() {
    try (var provider = new RawProvider();
        var gateway =
            RunningGateway.of(
                """
                organisation: acme
                members: {ada: {}}
                providers:
                  house:
                    base_url: "%s"
                    credential: none
                    prices:
                      dear: {input: 0, output: 100}
                      cheap: {input: 0, output: 10}
                      unlisted: {context: 128000}
                policies:
                  - {budget: monthly, of: workspace, limit_usd: 1, unpriced: conservative}
                  - {budget: monthly, of: agent/strict, limit_usd: 1}
                """
                    .formatted(provider.baseUrl()),
                Map.of())) {
      var caller = new Caller(gateway.ready());
      Caller.Answer answer = caller.ask("house/unlisted");
      assertThat(answer.told()).isEqualTo("200");
      // Ten tokens came back.
      assertThat(answer.header("tollgate-cost-usd")).isEqualTo("0.001");
      String id = answer.header("tollgate-request-id");
      Caller.until(() -> caller.story(id).path("state").asText().equals("settled"));
      JsonNode story = caller.story(id);
      assertThat(story.findPath("price_source").asText()).isEqualTo("estimated");
      assertThat(story.findPath("price_version").asText()).startsWith("estimated-");
      assertThat(story.findPath("reserved_usd").asText()).isEqualTo("0.1");
      assertThat(caller.ask("house/unlisted", "Tollgate-Agent", "strict").told())
          .isEqualTo("403 model_not_priced");
      Caller.Answer priced = caller.ask("house/cheap");
      String other = priced.header("tollgate-request-id");
      assertThat(caller.story(other).findPath("price_source").isMissingNode()).isTrue();
    }
  }
}
