package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The policies that ask no account: access, hours, attribution, output caps, unknown fields, and
/// the kill switch.
@Timeout(60)
abstract class RulesContract extends GatewayContract {
  @Override
  Needs needs() {
    // The hour after the next one by Berlin's clocks, so that it is closed now.
    ZonedDateTime opens = ZonedDateTime.now(ZoneId.of("Europe/Berlin")).plusHours(2);
    return Needs.policies(
            """
            - {budget: monthly, of: feature/spent, limit_usd: 0}
            - {models: [house/*, other/m, openai/*, rude/*, down/*, vague/*, tiny/*, unpriced/*], deny_models: ["*-pro"], of: each department}
            - {providers: [house], of: department/sales}
            - {schedule: "%02d:00-%02d:00", of: agent/night}
            - {schedule: "Mon-Sun 00:00-24:00", of: agent/day}
            - {require: [feature], of: department/sales}
            - {max_output_tokens: 100, default_output_tokens: 50, of: feature/short}
            - {unknown_fields: refuse, of: feature/strict}
            """
                .formatted(opens.getHour(), opens.plusHours(1).getHour()))
        .models("dear-pro")
        .providers(
            """
            other: {base_url: "PROVIDER", credential: none, prices: {m: {input: 0, output: 100}}}
            """);
  }

  private Caller sales() {
    return with("{\"name\":\"bobs\",\"member\":\"bob\"}");
  }

  @BeforeEach
  void answer() {
    provider().on("m", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1)));
  }

  private static String policy(Caller.Answer answer) {
    return answer.json().at("/error/tollgate/policy").asText();
  }

  @Test
  void a_model_or_provider_that_is_not_allowed_is_refused_and_not_listed() {
    Caller sales = sales();
    Caller.Answer dear = caller().ask("house/dear-pro");
    assertThat(dear.told()).isEqualTo("403 model_not_allowed");
    assertThat(dear.header("x-should-retry")).isEqualTo("false");
    assertThat(policy(dear)).isEqualTo("models:each department");
    assertThat(dear.json().at("/error/tollgate/scope").asText()).isEqualTo("department/research");
    assertThat(caller().ask("other/m").told()).isEqualTo("200");
    Caller.Answer closed = sales.ask("other/m", "Tollgate-Feature", "x");
    assertThat(closed.told()).isEqualTo("403 model_not_allowed");
    assertThat(policy(closed)).isEqualTo("providers:department/sales");
    assertThat(sales.ask("house/m", "Tollgate-Feature", "x").told()).isEqualTo("200");
    assertThat(caller().get("/v1/models").body())
        .contains("\"house/m\"", "\"other/m\"")
        .doesNotContain("dear-pro");
    assertThat(sales.get("/v1/models").body())
        .contains("\"house/m\"")
        .doesNotContain("other/m", "dear-pro");
  }

  @Test
  void outside_its_hours_a_call_is_told_when_they_begin_by_the_organisations_clocks() {
    Caller.Answer closed = caller().ask("house/m", "Tollgate-Agent", "night");
    assertThat(closed.told()).isEqualTo("403 outside_schedule");
    assertThat(closed.header("x-should-retry")).isEqualTo("false");
    assertThat(closed.header("retry-after")).isEmpty();
    String opens = closed.json().at("/error/tollgate/opens_at").asText();
    assertThat(opens).matches(".*T\\d\\d:00:00\\+0[12]:00");
    assertThat(OffsetDateTime.parse(opens).toInstant())
        .isBetween(Instant.now(), Instant.now().plusSeconds(3 * 3600));
    assertThat(closed.message()).contains("'schedule:agent/night'", opens);
    assertThat(caller().ask("house/m", "Tollgate-Agent", "day").told()).isEqualTo("200");
  }

  @Test
  void a_required_dimension_is_required_of_its_department_alone() {
    Caller sales = sales();
    Caller.Answer missing = sales.ask("house/m");
    assertThat(missing.told()).isEqualTo("400 attribution_required");
    assertThat(missing.message()).contains("feature", "Tollgate-Feature");
    assertThat(policy(missing)).isEqualTo("require:department/sales");
    assertThat(sales.ask("house/m", "Tollgate-Feature", "unallocated").told())
        .isEqualTo("400 attribution_required");
    assertThat(caller().ask("house/m").told()).isEqualTo("200");
  }

  @Test
  void an_output_cap_is_lowered_and_said_and_an_assumed_one_is_put_in() {
    String asked = Caller.prompt("house/m", "\"max_tokens\":5000");
    Caller.Answer lowered = caller().chat(asked, "Tollgate-Feature", "short");
    assertThat(lowered.told()).isEqualTo("200");
    assertThat(lowered.header("tollgate-clamped-max-tokens")).isEqualTo("100");
    Caller.Answer silent = caller().ask("house/m", "Tollgate-Feature", "short");
    assertThat(silent.told()).isEqualTo("200");
    String small = Caller.prompt("house/m", "\"max_tokens\":7");
    assertThat(
            caller().chat(small, "Tollgate-Feature", "short").header("tollgate-clamped-max-tokens"))
        .isEmpty();
  }

  @Test
  void an_unknown_field_passes_unless_a_policy_refuses_it() {
    String body = Caller.prompt("house/m", "\"max_tokens\":5,\"top_k\":3");
    assertThat(caller().chat(body).told()).isEqualTo("200");
    Caller.Answer refused = caller().chat(body, "Tollgate-Feature", "strict");
    assertThat(refused.told()).isEqualTo("400 invalid_request");
    assertThat(refused.json().at("/error/param").asText()).isEqualTo("top_k");
    assertThat(policy(refused)).isEqualTo("unknown_fields:feature/strict");
  }

  @Test
  void nothing_is_let_through_for_a_member_a_department_an_agent_or_a_key_that_is_suspended() {
    suspended(caller().ask("house/m", "Tollgate-Agent", "runaway"), "suspended:agent/runaway");
    suspended(
        with("{\"name\":\"eves\",\"member\":\"eve\"}").ask("house/m"), "suspended:member/eve");
    suspended(
        with("{\"name\":\"old\",\"department\":\"gone\"}").ask("house/m"),
        "suspended:department/gone");
    suspended(
        with("{\"name\":\"lost\",\"member\":\"ada\",\"suspended\":true}").ask("house/m"),
        "suspended:key/lost");
    assertThat(caller().ask("house/m").told()).isEqualTo("200");
  }

  private Caller with(String key) {
    return caller().with(caller().newKey(key));
  }

  private static void suspended(Caller.Answer answer, String policy) {
    assertThat(answer.told()).isEqualTo("403 suspended");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(policy(answer)).isEqualTo(policy);
  }

  @Test
  void a_refusal_by_a_rule_is_in_the_log_of_requests_and_books_nothing() {
    Caller.Answer refused = caller().ask("house/dear-pro", "Tollgate-Agent", "logged");
    assertThat(refused.status()).isEqualTo(403);
    String id = refused.header("tollgate-request-id");
    Caller.until(() -> caller().story(id).path("state").asText().equals("refused"));
    // Of a list that is not full after one, all buckets would be looked through.
    JsonNode row = caller().admin("requests?agent=logged&limit=1").path("data").path(0);
    assertThat(row.path("state").asText()).isEqualTo("refused");
    JsonNode decision = caller().story(id).path("decision");
    assertThat(decision.path("admitted").asBoolean(true)).isFalse();
    assertThat(decision.path("policies").toString()).contains("models:each department");
    assertThat(caller().admin("spend?by=agent").toString()).doesNotContain("logged");
  }

  @Test
  void what_no_waiting_mends_is_said_before_a_budget_that_is_spent() {
    assertThat(caller().ask("house/dear-pro", "Tollgate-Feature", "spent").told())
        .isEqualTo("403 model_not_allowed");
    assertThat(caller().ask("house/m", "Tollgate-Feature", "spent").told())
        .isEqualTo("402 budget_exceeded");
  }
}
