package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls are made cheaper where a budget runs low and says so: a lower cap, another model.
@Timeout(120)
abstract class EconomyContract extends GatewayContract {
  // A call of `dear` costs $0.10 at its cap of 1,000 tokens, one of `cheap` a tenth.
  @Override
  Needs needs() {
    return Needs.policies(
            """
            - {budget: monthly, of: agent/clamped, limit_usd: 0.15, clamp: true}
            - {budget: monthly, of: agent/tiny, limit_usd: 0.02, clamp: true}
            - {budget: monthly, of: agent/degraded, limit_usd: 0.5, degrade: {from: 20%, to: house/cheap}}
            - {budget: monthly, of: agent/upgraded, limit_usd: 0.5, degrade: {from: 1%, to: house/dearest}}
            - {budget: monthly, of: agent/nowhere, limit_usd: 0.5, degrade: {from: 1%, to: house/none}}
            - {budget: monthly, of: agent/fits, limit_usd: 0.05, degrade: {from: 90%, to: house/cheap}}
            """)
        .models("dear", "cheap: {input: 0, output: 10}", "dearest: {input: 0, output: 1000}");
  }

  @BeforeAll
  void answer() {
    for (String model : new String[] {"dear", "cheap", "dearest"}) {
      provider()
          .on(
              model,
              (request, out) ->
                  RawProvider.json(
                      out,
                      200,
                      RawProvider.completion(request.body().contains(":500,") ? 500 : 1000)));
    }
  }

  private Caller.Answer ask(String agent) {
    return caller().ask("house/dear", "Tollgate-Agent", agent);
  }

  private void settled(String agent, String spent) {
    Caller.until(() ->
        caller()
            .budget("monthly:agent/" + agent, "agent/" + agent)
            .path("spent_usd")
            .asText()
            .equals(spent));
  }

  private JsonNode spoke(Caller.Answer answer, String policy) {
    String id = answer.header("tollgate-request-id");
    Caller.until(() -> caller().story(id).path("state").asText().equals("settled"));
    return caller().spoke(id, policy);
  }

  @Test
  void a_cap_is_lowered_to_exactly_what_is_left_the_provider_is_told_and_then_nothing_is_left() {
    assertThat(ask("clamped").header("tollgate-clamped-max-tokens")).isEmpty();
    settled("clamped", "0.1");
    Caller.Answer second = ask("clamped");
    assertThat(second.told()).isEqualTo("200");
    // $0.05 are left, and a token costs $0.0001.
    assertThat(second.header("tollgate-clamped-max-tokens")).isEqualTo("500");
    assertThat(spoke(second, "monthly:agent/clamped").path("clamped").asBoolean()).isTrue();
    settled("clamped", "0.15");
    assertThat(ask("clamped").told()).isEqualTo("402 budget_exceeded");
  }

  @Test
  void what_would_be_an_answer_of_less_than_256_tokens_is_refused_as_it_was_asked() {
    Caller.Answer answer = ask("tiny");
    assertThat(answer.told()).isEqualTo("402 request_exceeds_budget");
    assertThat(answer.json().path("error").path("tollgate").path("estimate_usd").asText())
        .isEqualTo("0.1");
  }

  @Test
  void from_a_share_of_the_budget_on_calls_go_to_the_cheaper_model_and_are_charged_as_such() {
    assertThat(ask("degraded").header("tollgate-degraded")).isEmpty();
    settled("degraded", "0.1");
    Caller.Answer second = ask("degraded");
    assertThat(second.told()).isEqualTo("200");
    assertThat(second.header("tollgate-degraded")).isEqualTo("from=house%2Fdear;to=house%2Fcheap");
    assertThat(second.header("tollgate-cost-usd")).isEqualTo("0.01");
    assertThat(spoke(second, "monthly:agent/degraded").path("degraded").asBoolean()).isTrue();
    settled("degraded", "0.11");
    Caller.Answer cheap = caller().ask("house/cheap", "Tollgate-Agent", "degraded");
    assertThat(cheap.header("tollgate-degraded")).isEmpty();
  }

  @Test
  void a_call_too_dear_for_what_is_left_goes_to_the_cheaper_model_before_it_is_refused() {
    Caller.Answer answer = ask("fits");
    assertThat(answer.told()).isEqualTo("200");
    assertThat(answer.header("tollgate-degraded")).isEqualTo("from=house%2Fdear;to=house%2Fcheap");
  }

  @Test
  void no_call_goes_to_a_dearer_model_nor_to_one_that_is_not_there() {
    for (String agent : new String[] {"upgraded", "nowhere"}) {
      ask(agent);
      settled(agent, "0.1");
      Caller.Answer second = ask(agent);
      assertThat(second.told()).isEqualTo("200");
      assertThat(second.header("tollgate-degraded")).isEmpty();
      assertThat(second.header("tollgate-cost-usd")).isEqualTo("0.1");
    }
  }
}
