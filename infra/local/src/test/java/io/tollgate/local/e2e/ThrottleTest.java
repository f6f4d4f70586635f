package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Callers are slowed down before they meet the wall.
@Timeout(120)
class ThrottleTest {
  // A call costs $0.10 at its cap of 1,000 tokens.
  private static final String FILE =
      """
      organisation: acme
      members: {ada: {}}
      providers:
        house:
          base_url: "PROVIDER"
          credential: none
          prices: {m: {input: 0, output: 100}}
      policies:
        - {rate: 8/h, of: each key}
        - {budget: monthly, of: feature/search, limit_usd: 0.5, throttle_from: 20%}
      """;

  @Test
  void a_caller_whose_budget_is_nearly_spent_is_told_so_and_then_to_wait_while_others_go_on() {
    try (var site = Site.of(FILE)) {
      Caller caller = site.caller();
      site.provider()
          .on("m", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1000)));
      for (int i = 1; i <= 3; i++) {
        search(caller);
        String spent = "0." + i;
        Caller.until(() -> spent(caller).equals(spent));
      }
      // $0.30 of $0.50: half way from 20 % to the limit.
      Caller.Answer fourth = search(caller);
      assertThat(fourth.header("tollgate-throttled")).isEqualTo("scope=feature%2Fsearch;rate=55%");
      assertThat(throttled(caller, fourth)).isTrue();
      Caller.Answer fifth = search(caller);
      assertThat(fifth.told()).isEqualTo("429 rate_limit_exceeded");
      assertThat(fifth.message())
          .startsWith(
              "'rate:each key' allows 2 requests an hour, slowed to 32% while budget"
                  + " 'monthly:feature/search' is nearly spent, of which ");
      assertThat(fifth.header("retry-after")).isEqualTo("60");
      String other = caller.newKey("{\"name\":\"other\",\"member\":\"ada\"}");
      Caller.Answer elsewhere = caller.with(other).ask("house/m", "Tollgate-Feature", "chat");
      assertThat(elsewhere.told()).isEqualTo("200");
      assertThat(elsewhere.header("tollgate-throttled")).isEmpty();
    }
  }

  private static Caller.Answer search(Caller caller) {
    return caller.ask("house/m", "Tollgate-Feature", "search");
  }

  private static String spent(Caller caller) {
    return caller.budget("monthly:feature/search", "feature/search").path("spent_usd").asText();
  }

  private static boolean throttled(Caller caller, Caller.Answer answer) {
    String id = answer.header("tollgate-request-id");
    Caller.until(() -> caller.story(id).path("state").asText().equals("settled"));
    for (JsonNode policy : caller.story(id).path("decision").path("policies")) {
      if (policy.path("id").asText().equals("monthly:feature/search")) {
        return policy.path("throttled").asBoolean();
      }
    }
    return false;
  }
}
