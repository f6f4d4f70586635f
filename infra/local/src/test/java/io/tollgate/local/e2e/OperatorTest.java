package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.SideBySide;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The admin API of the running gateway.
@SideBySide
@Timeout(120)
class OperatorTest {
  private static final Site SITE =
      Site.of(
          """
          organisation: acme
          timezone: Europe/Berlin
          departments: {research: {name: Research}}
          members: {ada: {department: research}}
          providers:
            house: {base_url: "PROVIDER", credential: none, prices: {m: {input: 0, output: 100}}}
          policies:
            - {rate: 100000/min, of: each key, tokens: 1000000000/min}
            - {budget: monthly, of: workspace, limit_usd: 1000}
            - {budget: monthly, of: feature/search, limit_usd: 300}
            - {budget: total, of: feature/thrift, limit_usd: 0.01, thresholds: [50, 90]}
          """);
  private static final Caller CALLER = SITE.caller();

  @AfterAll
  static void close() {
    SITE.close();
  }

  @Test
  void nobody_gets_in_without_an_admin_key() {
    for (String key : new String[] {"", "x", SITE.ready().key(), "tga-aaaa"}) {
      for (String path : new String[] {"keys", "spend", "budgets", "requests", "nope"}) {
        Caller.Answer answer = CALLER.send("GET", "/admin/v1/" + path, key, "");
        assertThat(answer.told()).isEqualTo("401 unauthenticated");
        assertThat(answer.header("tollgate-request-id")).isNotEmpty();
      }
    }
  }

  @Test
  void health_needs_no_key() {
    assertThat(CALLER.send("GET", "/health", "", "").status()).isEqualTo(200);
    assertThat(CALLER.send("POST", "/health", "", "{}").status()).isEqualTo(405);
  }

  @Test
  void a_new_key_works_at_once_and_a_deleted_one_is_refused_within_five_seconds() {
    Caller.Answer made =
        CALLER.admin("POST", "keys", "{\"name\":\"ada-laptop\",\"member\":\"ada\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("department").asText()).isEqualTo("research");
    Caller laptop = CALLER.with(made.json().path("key").asText());
    assertThat(laptop.ask("house/m").told()).isEqualTo("200");
    String id = made.json().path("id").asText();
    assertThat(CALLER.admin("keys").toString()).contains(id).doesNotContain(laptop.ready().key());
    assertThat(CALLER.admin("keys/" + id).path("name").asText()).isEqualTo("ada-laptop");
    assertThat(CALLER.admin("DELETE", "keys/" + id, "").status()).isEqualTo(200);
    Instant deleted = Instant.now();
    Caller.until(() -> laptop.ask("house/m").status() == 401);
    assertThat(Duration.between(deleted, Instant.now())).isLessThan(Duration.ofSeconds(6));
    assertThat(laptop.ask("house/m").told()).isEqualTo("401 invalid_api_key");
    assertThat(CALLER.admin("DELETE", "keys/" + id, "").told()).isEqualTo("404 not_found");
  }

  @Test
  void an_expired_key_is_refused() throws Exception {
    String soon = Instant.now().plusMillis(1_200).toString();
    Caller brief =
        CALLER.with(CALLER.newKey("{\"name\":\"brief\",\"expires_at\":\"" + soon + "\"}"));
    assertThat(brief.ask("house/m").told()).isEqualTo("200");
    Thread.sleep(1_300);
    assertThat(brief.ask("house/m").told()).isEqualTo("401 invalid_api_key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|empty",
        "{}|name",
        "[]|list",
        "{\"name\":\"a\",\"member\":\"eve\"}|member",
        "{\"name\":\"a\",\"department\":\"nope\"}|department",
        "{\"name\":\"a\",\"membr\":\"ada\"}|member",
        "{\"name\":\"a\",\"agent\":\"x\",\"agents\":[\"y\"]}|agents",
        "{\"name\":\"a\",\"expires_at\":\"yesterday\"}|expires_at",
        "{\"name\":\"a\",\"expires_at\":\"2001-01-01T00:00:00Z\"}|expires_at",
        "{\"name\":\"a\",\"budget_status\":200}|budget_status",
        "{\"name\":\"a\",\"require\":[\"weather\"]}|require",
        "{\"name\":\"a\",\"policies\":[]}|policies",
        "{\"name\":\"a\",\"name\":\"b\"}|name",
      })
  void a_wrong_form_for_a_key_is_a_400_that_names_the_field(String form, String field) {
    Caller.Answer answer = CALLER.admin("POST", "keys", form == null ? "" : form);
    assertThat(answer.told()).as(answer.body()).isEqualTo("400 invalid_request");
    assertThat(answer.message().toLowerCase(java.util.Locale.ROOT)).contains(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spend?by=weather",
        "spend?by=session",
        "spend?by=tag:x",
        "spend?by=agent,model,member",
        "spend?by=agent,agent",
        "spend?from=yesterday",
        "spend?from=2026-13-01",
        "spend?from=2026-12-01&to=2026-11-01",
        "spend?from=0001-01-01&to=9999-12-31",
        "spend?bye=agent",
        "spend?limit=0",
        "spend?limit=-1",
        "spend?limit=x",
        "spend?interval=day",
        "requests?state=asleep",
        "requests?limit=100000",
        "requests?after=%00%ff",
        "requests?nope=1",
        "budgets?nope=1",
        "keys?limit=99999999999999999999",
        "spend?by=agent&by=model",
      })
  void a_bad_parameter_is_a_400_with_a_sentence(String path) {
    Caller.Answer answer = CALLER.admin("GET", path, "");
    assertThat(answer.told()).as(answer.body()).isEqualTo("400 invalid_request");
    assertThat(answer.message()).isNotBlank();
  }

  @Test
  void what_is_not_there_is_a_404_or_405() {
    assertThat(CALLER.admin("GET", "nope", "").told()).isEqualTo("404 not_found");
    assertThat(CALLER.admin("GET", "requests/nope", "").told()).isEqualTo("404 not_found");
    assertThat(CALLER.admin("GET", "requests/%2e%2e%2fkeys", "").status()).isEqualTo(404);
    assertThat(CALLER.admin("GET", "keys/key_nope", "").told()).isEqualTo("404 not_found");
    assertThat(CALLER.admin("PUT", "keys", "{}").status()).isEqualTo(405);
    assertThat(CALLER.admin("DELETE", "spend", "").status()).isEqualTo(405);
  }

  @Test
  void requests_are_paged_newest_first_each_once_and_filtered() {
    for (int i = 0; i < 25; i++) {
      assertThat(CALLER.ask("house/m", "Tollgate-Agent", "paged").told()).isEqualTo("200");
    }
    Caller.until(() -> CALLER.admin("requests?agent=paged&limit=100").path("data").size() == 25);
    Set<String> ids = new LinkedHashSet<>();
    String last = "9999";
    String next = "";
    for (int pages = 0; pages < 10; pages++) {
      JsonNode page =
          CALLER.admin("requests?agent=paged&limit=7" + (next.isEmpty() ? "" : "&after=" + next));
      for (JsonNode row : page.path("data")) {
        assertThat(ids.add(row.path("id").asText())).isTrue();
        assertThat(row.path("at").asText()).isLessThanOrEqualTo(last);
        last = row.path("at").asText();
        assertThat(row.path("state").asText()).isEqualTo("settled");
        assertThat(row.path("cost_usd").asText()).isEqualTo("0.001");
      }
      next = page.path("next").asText("");
      if (next.isEmpty()) {
        break;
      }
    }
    assertThat(ids).hasSize(25);
    assertThat(CALLER.admin("requests?agent=nobody").path("data")).isEmpty();
    assertThat(CALLER.admin("requests?agent=paged&state=refused").path("data")).isEmpty();
  }

  @Test
  void a_story_tells_the_whole_call() {
    Caller.Answer answer =
        CALLER.ask(
            "house/m",
            "Tollgate-Agent",
            "teller",
            "Tollgate-Feature",
            "search",
            "Tollgate-Session-Id",
            "run-1",
            "Tollgate-Tag-team",
            "blue");
    String id = answer.header("tollgate-request-id");
    Caller.until(() -> CALLER.story(id).path("tries").size() == 1);
    JsonNode story = CALLER.story(id);
    assertThat(story.at("/attribution/member").asText()).isEqualTo("ada");
    assertThat(story.at("/attribution/agent").asText()).isEqualTo("teller");
    assertThat(story.at("/attribution/session").asText()).isEqualTo("run-1");
    assertThat(story.at("/decision/admitted").asBoolean()).isTrue();
    assertThat(story.at("/decision/policies").toString())
        .contains("monthly:workspace", "monthly:feature/search", "rate:each key");
    assertThat(story.path("model").asText() + story.path("provider").asText())
        .contains("m", "house");
    assertThat(story.at("/usage/output").asInt()).isEqualTo(10);
    assertThat(story.path("price_version").asText()).isNotEmpty();
    assertThat(story.path("reserved_usd").asText()).isEqualTo("0.1");
    assertThat(story.path("cost_usd").asText()).isEqualTo("0.001");
    assertThat(story.path("state").asText()).isEqualTo("settled");
    assertThat(story.path("finish_reason").asText()).isEqualTo("stop");
    assertThat(story.at("/tags/team").asText()).isEqualTo("blue");
    assertThat(story.toString()).doesNotContain("Hello.");
  }

  @Test
  void a_budget_says_soon_which_threshold_its_spending_has_passed() {
    // Ten tokens cost a tenth of a cent, and twenty are the most that a call may have.
    String prompt = Caller.prompt("house/m", "\"max_tokens\":20");
    for (int i = 0; i < 4; i++) {
      assertThat(CALLER.chat(prompt, "Tollgate-Feature", "thrift").told()).isEqualTo("200");
    }
    Caller.until(() -> thrift().path("spent_usd").asText().equals("0.004"));
    assertThat(thrift().has("passed_percent")).isFalse();
    for (int i = 0; i < 2; i++) {
      assertThat(CALLER.chat(prompt, "Tollgate-Feature", "thrift").told()).isEqualTo("200");
    }
    Caller.until(() -> thrift().path("passed_percent").asInt() == 50);
    assertThat(thrift().path("spent_usd").asText()).isEqualTo("0.006");
  }

  private static JsonNode thrift() {
    return CALLER.budget("total:feature/thrift", "feature/thrift");
  }

  @Test
  void sums_agree_whatever_the_axes() {
    for (String feature : new String[] {"a", "b"}) {
      for (String agent : new String[] {"x", "y"}) {
        CALLER.ask("house/m", "Tollgate-Agent", agent, "Tollgate-Feature", feature);
      }
    }
    Caller.until(() -> CALLER.admin("requests?state=open").path("data").isEmpty());
    String total = CALLER.admin("spend?by=member").path("total_usd").asText();
    for (String by :
        new String[] {
          "agent",
          "feature",
          "department",
          "model",
          "provider",
          "key",
          "agent,feature",
          "member,model"
        }) {
      JsonNode spend = CALLER.admin("spend?by=" + by);
      assertThat(spend.path("total_usd").asText()).as(by).isEqualTo(total);
      java.math.BigDecimal sum = java.math.BigDecimal.ZERO;
      for (JsonNode row : spend.path("data")) {
        sum = sum.add(new java.math.BigDecimal(row.path("cost_usd").asText()));
      }
      assertThat(sum).isEqualByComparingTo(total);
    }
    assertThat(CALLER.budget("monthly:workspace", "workspace").path("spent_usd").asText())
        .isEqualTo(total);
  }
}
