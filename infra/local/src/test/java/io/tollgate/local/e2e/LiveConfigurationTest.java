package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.SideBySide;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an operator changes while the gateway runs is in force within five seconds, and a file that
/// is wrong or late changes nothing.
@SideBySide
@Timeout(120)
class LiveConfigurationTest {
  /// What is promised, and a call.
  private static final Duration PROMISED = Duration.ofSeconds(6);

  private static final String TEXT =
      """
      organisation: acme
      timezone: Europe/Berlin
      departments: {research: {name: Research}}
      members: {ada: {department: research}}
      agents: {bot: {department: research}}
      providers:
        house: {base_url: "PROVIDER", credential: none, prices: {m: {input: 0, output: 100}}}
      policies:
        - {rate: 100000/min, of: each key, tokens: 1000000000/min}
        - {budget: monthly, of: workspace, limit_usd: 1000}
        - {budget: monthly, of: each agent, limit_usd: 300}
      """;

  private static final Site SITE = Site.of(TEXT);
  private static final String FILE = SITE.filled(TEXT);
  private static final Caller CALLER = SITE.caller();

  @AfterAll
  static void close() {
    SITE.close();
  }

  @AfterEach
  void as_it_was() {
    put(FILE);
    follows("200", "before");
  }

  private static Caller.Answer put(String text, String version) {
    return CALLER.send("PUT", "/admin/v1/config", SITE.ready().admin(), text, "If-Match", version);
  }

  /// Changes the file in force as an operator does: with the version that it was read under.
  private static void put(String text) {
    Caller.Answer answer = put(text, inForce().header("etag"));
    assertThat(answer.told()).as(answer.body()).isEqualTo("200");
  }

  private static Caller.Answer inForce() {
    return CALLER.admin("GET", "config", "");
  }

  /// Whether the calls of an agent are answered so within what is promised.
  private static void follows(String told, String agent) {
    Instant changed = Instant.now();
    Caller.until(() -> ask(agent).equals(told));
    assertThat(ask(agent)).isEqualTo(told);
    assertThat(Duration.between(changed, Instant.now())).isLessThan(PROMISED);
  }

  private static String ask(String agent) {
    return CALLER.ask("house/m", "Tollgate-Agent", agent).told();
  }

  @Test
  void a_limit_that_is_lowered_refuses_and_one_that_is_raised_admits_again() {
    assertThat(ask("spender")).isEqualTo("200");
    put(FILE + "  - {budget: monthly, of: agent/spender, limit_usd: 0.0005}\n");
    follows("402 request_exceeds_budget", "spender");
    assertThat(CALLER.budget("monthly:agent/spender", "agent/spender").path("limit_usd").asText())
        .isEqualTo("0.0005");
    assertThat(ask("another")).isEqualTo("200");
    put(FILE + "  - {budget: monthly, of: agent/spender, limit_usd: 400}\n");
    follows("200", "spender");
  }

  @Test
  void a_model_that_is_denied_is_refused() {
    put(FILE + "  - {deny_models: [\"house/*\"], of: agent/curious}\n");
    follows("403 model_not_allowed", "curious");
    assertThat(ask("another")).isEqualTo("200");
  }

  @Test
  void the_kill_switch_stops_an_agent_a_member_a_department_and_the_organisation() {
    put(FILE.replace("bot: {department: research}", "bot: {suspended: true}"));
    follows("403 suspended", "bot");
    assertThat(ask("another")).isEqualTo("200");
    put(FILE.replace("ada: {department: research}", "ada: {suspended: true}"));
    follows("403 suspended", "another");
    put(FILE);
    follows("200", "another");
    put(FILE.replace("{name: Research}", "{name: Research, suspended: true}"));
    follows("403 suspended", "another");
    put(FILE);
    follows("200", "another");
    put(FILE + "suspended: true\n");
    follows("403 suspended", "another");
  }

  @Test
  void a_key_is_suspended_disabled_and_comes_back_and_no_other_key_notices() {
    Caller.Answer made = CALLER.admin("POST", "keys", "{\"name\":\"lost\",\"member\":\"ada\"}");
    String path = "keys/" + made.json().path("id").asText();
    Caller lost = CALLER.with(made.json().path("key").asText());
    assertThat(lost.ask("house/m").told()).isEqualTo("200");
    changed(lost, path, "{\"suspended\":true}", "403 suspended");
    changed(lost, path, "{\"disabled\":true}", "401 invalid_api_key");
    assertThat(ask("another")).isEqualTo("200");
    changed(lost, path, "{\"disabled\":false,\"suspended\":false}", "200");
    changed(lost, path, "{\"agent\":\"pinned\"}", "200");
    Caller.until(() -> lost.ask("house/m").header("tollgate-attribution").contains("agent=pinned"));
    assertThat(lost.ask("house/m").header("tollgate-attribution")).contains("agent=pinned");
  }

  private static void changed(Caller key, String path, String form, String told) {
    Instant before = Instant.now();
    assertThat(CALLER.admin("PATCH", path, form).told()).isEqualTo("200");
    Caller.until(() -> key.ask("house/m").told().equals(told));
    assertThat(key.ask("house/m").told()).isEqualTo(told);
    assertThat(Duration.between(before, Instant.now())).isLessThan(PROMISED);
  }

  @Test
  void a_stale_or_faulty_file_changes_nothing() {
    Caller.Answer before = inForce();
    put(FILE + "# newer\n");
    Caller.Answer stale = put(FILE + "suspended: true\n", before.header("etag"));
    assertThat(stale.told()).isEqualTo("409 conflict");
    assertThat(stale.message()).contains("is in force, and you edited version");
    String newest = inForce().header("etag");
    Caller.Answer faulty =
        put(FILE.replace("limit_usd: 300", "limit: 300") + "suspended: true\n", newest);
    assertThat(faulty.told()).isEqualTo("400 invalid_request");
    assertThat(faulty.message()).contains("line 11: ", "did you mean `limit_usd`?");
    assertThat(inForce().body()).isEqualTo(FILE + "# newer\n");
    assertThat(inForce().header("etag")).isEqualTo(newest);
    assertThat(ask("another")).isEqualTo("200");
  }

  @Test
  void of_many_writers_at_once_one_wins_and_its_file_is_in_force() throws Exception {
    String version = inForce().header("etag");
    List<Callable<Caller.Answer>> writers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String mine = FILE + "# writer " + i + "\n";
      writers.add(() -> put(mine, version));
    }
    List<Caller.Answer> answers;
    try (var executor = Executors.newFixedThreadPool(12)) {
      answers = executor.invokeAll(writers).stream().map(Future::resultNow).toList();
    }
    assertThat(answers).filteredOn(answer -> answer.told().equals("409 conflict")).hasSize(11);
    Caller.Answer won =
        answers.stream().filter(answer -> answer.status() == 200).findFirst().orElseThrow();
    int winner = answers.indexOf(won);
    assertThat(inForce().body()).isEqualTo(FILE + "# writer " + winner + "\n");
    assertThat(inForce().header("etag")).isEqualTo(won.header("etag"));
  }
}
