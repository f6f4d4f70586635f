package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.local.RunningGateway;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose call it is, and what that allows: dimensions, budgets, rates and concurrency.
@Timeout(120)
class LimitsTest {
  // A call of these models costs $0.10 at its cap of 1,000 tokens.
  private static final Site SITE =
      Site.of(
          """
          organisation: acme
          timezone: Europe/Berlin
          departments: {research: {name: Research}, sales: {name: Sales}}
          members: {ada: {department: research}, bob: {department: sales}}
          agents: {owned: {owner: bob, department: sales}}
          providers:
            house:
              base_url: "PROVIDER"
              credential: none
              prices:
                m: {input: 0, output: 100}
                small: {input: 0, output: 100}
                heedless: {input: 0, output: 100}
                stuck: {input: 0, output: 100}
                stream: {input: 0, output: 100}
            tiny:
              base_url: "PROVIDER"
              credential: none
              prices:
                m: {input: 0, output: 100}
            unpriced:
              base_url: "PROVIDER"
              credential: none
          policies:
            - {rate: 100000/min, of: each key, tokens: 1000000000/min}
            - {rate: 100000/min, of: key/first}
            - {rate: 60/min, of: agent/slow, burst: 2}
            - {rate: 6000/min, of: agent/wordy, tokens: 60000/min}
            - {concurrency: 1, of: agent/single}
            - {concurrency: 0, of: agent/none}
            - {budget: monthly, of: workspace, limit_usd: 1000}
            - {budget: daily, of: key/poor, limit_usd: 0.1}
            - {budget: total, of: each session, limit_usd: 0.1}
            - {budget: weekly, of: provider/tiny, limit_usd: 0.1}
            - {budget: hourly, of: model/house/small, limit_usd: 0.1}
            - {budget: daily, of: department/sales, limit_usd: 0.1}
            - {budget: monthly, of: feature/zero, limit_usd: 0}
            - {budget: monthly, of: feature/small, limit_usd: 0.05}
            - {budget: monthly, of: feature/some, limit_usd: 0.15}
          """);
  private static final RawProvider PROVIDER = SITE.provider();
  private static final Caller CALLER = SITE.caller();

  @BeforeAll
  static void behave() {
    for (String model : List.of("small", "heedless")) {
      PROVIDER.on(
          model, (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1000)));
    }
    PROVIDER.on("m", LimitsTest::heed);
  }

  /// A provider that ignored a cap would have its model bounded by its longest answer.
  private static void heed(RawProvider.Heard request, OutputStream out) throws IOException {
    RawProvider.json(
        out, 200, RawProvider.completion(request.body().contains(":500,") ? 500 : 1000));
  }

  @AfterAll
  static void close() {
    SITE.close();
  }

  private static String member(Caller.Answer answer) {
    return answer.header("tollgate-attribution");
  }

  @Test
  void no_header_sets_the_member_or_the_department() {
    Caller.Answer answer =
        CALLER.ask(
            "house/m",
            "Tollgate-Member",
            "bob",
            "Tollgate-Department",
            "sales",
            "Tollgate-Agent",
            "owned");
    assertThat(answer.told()).isIn("200", "403 attribution_not_allowed");
    if (answer.status() == 200) {
      assertThat(member(answer)).contains("member=ada;", "department=research;", "agent=owned;");
    }
  }

  @Test
  void a_pinned_agent_cannot_be_talked_away_and_a_list_is_a_list() {
    Caller pinned =
        CALLER.with(
            CALLER.newKey(
                "{\"name\":\"pinned\",\"member\":\"ada\",\"agent\":\"bot\",\"features\":[\"a\",\"b\"]}"));
    assertThat(member(pinned.ask("house/m"))).contains("agent=bot;");
    for (String header : List.of("Tollgate-Agent", "Alephant-Agent-Id")) {
      Caller.Answer spoofed = pinned.ask("house/m", header, "other");
      assertThat(spoofed.told()).isEqualTo("403 attribution_not_allowed");
      assertThat(spoofed.message()).contains("pinned", "agent", "other");
      assertThat(pinned.ask("house/m", header, "bot").told()).isEqualTo("200");
    }
    assertThat(pinned.ask("house/m", "Tollgate-Feature", "b").told()).isEqualTo("200");
    assertThat(pinned.ask("house/m", "Tollgate-Feature", "c").told())
        .isEqualTo("403 attribution_not_allowed");
  }

  @Test
  void a_required_dimension_is_required() {
    Caller strict =
        CALLER.with(
            CALLER.newKey(
                "{\"name\":\"strict\",\"member\":\"ada\",\"require\":[\"feature\",\"agent\"]}"));
    Caller.Answer missing = strict.ask("house/m", "Tollgate-Agent", "x");
    assertThat(missing.told()).isEqualTo("400 attribution_required");
    assertThat(missing.message()).contains("feature");
    assertThat(
            strict.ask("house/m", "Tollgate-Agent", "x", "Tollgate-Feature", "unallocated").told())
        .isEqualTo("400 attribution_required");
    assertThat(strict.ask("house/m", "Tollgate-Agent", "x", "Tollgate-Feature", "y").told())
        .isEqualTo("200");
  }

  @Test
  void an_agents_owner_is_the_member_of_an_unbound_key() {
    Caller unbound = CALLER.with(CALLER.newKey("{\"name\":\"unbound\"}"));
    assertThat(member(unbound.ask("house/m")))
        .isEqualTo(
            "member=unallocated;agent=unallocated;department=unallocated;feature=unallocated");
    String owned =
        unbound
            .chat(Caller.prompt("house/heedless", "\"max_tokens\":1"), "Tollgate-Agent", "owned")
            .told();
    // 1,000 tokens come whatever was asked, so that department's budget is gone with the first.
    assertThat(owned).isIn("200", "402 budget_exceeded");
    Caller.until(() -> !CALLER.admin("requests?agent=owned").path("data").isEmpty());
    JsonNode row = CALLER.admin("requests?agent=owned").path("data").path(0).path("attribution");
    assertThat(row.path("member").asText() + "/" + row.path("department").asText())
        .isEqualTo("bob/sales");
  }

  @Test
  void each_scope_has_a_budget_of_its_own() {
    Caller poor = CALLER.with(CALLER.newKey("{\"name\":\"poor\",\"member\":\"ada\"}"));
    spentAfterOne(poor, "house/m", "daily:key/poor", "key/");
    spentAfterOne(CALLER, "house/m", "total:each session", "session/", "Tollgate-Session-Id", "s1");
    assertThat(CALLER.ask("house/m", "Tollgate-Session-Id", "s2").told()).isEqualTo("200");
    assertThat(CALLER.ask("house/m", "session-id", "s2").told()).isEqualTo("402 budget_exceeded");
    spentAfterOne(CALLER, "tiny/m", "weekly:provider/tiny", "provider/tiny");
    spentAfterOne(CALLER, "house/small", "hourly:model/house/small", "model/house/small");
    Caller bob = CALLER.with(CALLER.newKey("{\"name\":\"bobs\",\"department\":\"sales\"}"));
    spentAfterOne(bob, "house/m", "daily:department/sales", "department/sales");
    assertThat(CALLER.ask("house/m").told()).isEqualTo("200");
  }

  /// The department's may have been spent by another test.
  private static void spentAfterOne(
      Caller who, String model, String policy, String scope, String... headers) {
    assertThat(who.ask(model, headers).told()).isIn("200", "402 budget_exceeded");
    Caller.Answer refused = who.ask(model, headers);
    assertThat(refused.told()).as(refused.body()).isEqualTo("402 budget_exceeded");
    JsonNode why = refused.json().at("/error/tollgate");
    assertThat(why.path("policy").asText()).isEqualTo(policy);
    assertThat(why.path("scope").asText()).startsWith(scope);
    assertThat(why.path("limit_usd").asText()).isEqualTo("0.1");
    assertThat(new java.math.BigDecimal(why.path("spent_usd").asText()))
        .isGreaterThanOrEqualTo(new java.math.BigDecimal("0.1"));
    if (!policy.startsWith("total")) {
      assertThat(java.time.OffsetDateTime.parse(why.path("resets_at").asText()).toInstant())
          .isAfter(Instant.now());
      assertThat(why.path("resets_at").asText()).matches(".*\\+0[12]:00");
    }
    assertThat(refused.header("tollgate-budget-remaining-usd")).isEqualTo("0");
  }

  @Test
  void refusals_say_whether_the_call_or_the_budget_is_the_cause() {
    assertThat(CALLER.ask("house/m", "Tollgate-Feature", "zero").told())
        .isEqualTo("402 budget_exceeded");
    Caller.Answer whole = CALLER.ask("house/m", "Tollgate-Feature", "small");
    assertThat(whole.told()).isEqualTo("402 request_exceeds_budget");
    assertThat(whole.message()).contains("lower the output cap");
    assertThat(CALLER.ask("house/m", "Tollgate-Feature", "some").told()).isEqualTo("200");
    Caller.Answer left = CALLER.ask("house/m", "Tollgate-Feature", "some");
    assertThat(left.told()).isEqualTo("402 request_exceeds_budget");
    assertThat(left.header("tollgate-budget-remaining-usd")).isEqualTo("0.05");
    // An exact fill passes; one token more does not.
    assertThat(
            CALLER
                .chat(Caller.prompt("house/m", "\"max_tokens\":501"), "Tollgate-Feature", "some")
                .told())
        .isEqualTo("402 request_exceeds_budget");
    assertThat(
            CALLER
                .chat(Caller.prompt("house/m", "\"max_tokens\":500"), "Tollgate-Feature", "some")
                .told())
        .isEqualTo("200");
  }

  @Test
  void a_key_for_clients_that_know_no_402_gets_429_insufficient_quota() {
    Caller codex =
        CALLER.with(CALLER.newKey("{\"name\":\"codex\",\"member\":\"ada\",\"budget_status\":429}"));
    Caller.Answer answer = codex.ask("house/m", "Tollgate-Feature", "zero");
    assertThat(answer.told()).isEqualTo("429 insufficient_quota");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(answer.header("retry-after")).isEmpty();
  }

  @Test
  void a_model_without_a_price_is_refused_under_a_hard_budget() {
    Caller.Answer answer = CALLER.ask("unpriced/x");
    assertThat(answer.status()).isIn(403, 404);
    assertThat(answer.code()).isIn("model_not_priced", "model_not_found");
  }

  @Test
  void concurrency_of_one_lets_a_sequential_client_pass_every_time_on_whatever_connection()
      throws Exception {
    PROVIDER.on(
        "stream",
        (request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "Hi");
          RawProvider.usageChunk(out, 1);
          RawProvider.done(out);
        });
    for (int i = 0; i < 200; i++) {
      // The next call leaves as soon as the last byte is here, and on a connection of its own.
      try (var wire = new Wire(SITE.ready())) {
        wire.call(Caller.prompt("house/m"), "Tollgate-Agent: single");
        assertThat(wire.readTo("}}")).startsWith("HTTP/1.1 200");
      }
      try (var wire = new Wire(SITE.ready())) {
        wire.call(
            Caller.prompt("house/stream", "\"stream\":true,\"max_tokens\":10"),
            "Tollgate-Agent: single");
        assertThat(wire.readTo("[DONE]\n\n")).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void the_second_of_two_at_once_is_told_to_come_back() throws Exception {
    var inside = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    PROVIDER.on(
        "stuck",
        (request, out) -> {
          inside.countDown();
          release.await();
          RawProvider.json(out, 200, RawProvider.completion(1));
        });
    Queue<String> first = new ConcurrentLinkedQueue<>();
    Thread call =
        Thread.ofVirtual()
            .start(() -> first.add(CALLER.ask("house/stuck", "Tollgate-Agent", "single").told()));
    inside.await();
    Caller.Answer second = CALLER.ask("house/m", "Tollgate-Agent", "single");
    assertThat(second.told()).isEqualTo("429 rate_limit_exceeded");
    assertThat(Integer.parseInt(second.header("retry-after"))).isBetween(1, 60);
    assertThat(second.json().at("/error/tollgate/policy").asText())
        .isEqualTo("concurrency:agent/single");
    release.countDown();
    call.join();
    assertThat(first).containsExactly("200");
    // Where the gateway's one try to settle is too slow, the queue frees the slot a moment later.
    Caller.until(() -> CALLER.admin("requests?agent=single&state=open").path("data").isEmpty());
    assertThat(CALLER.ask("house/m", "Tollgate-Agent", "single").told()).isEqualTo("200");
    Caller.Answer never = CALLER.ask("house/m", "Tollgate-Agent", "none");
    assertThat(never.told()).isEqualTo("429 rate_limit_exceeded");
    assertThat(never.header("x-should-retry")).isEqualTo("false");
  }

  @Test
  void a_rate_says_exactly_when_to_come_back() throws Exception {
    assertThat(CALLER.ask("house/m", "Tollgate-Agent", "slow").told()).isEqualTo("200");
    assertThat(CALLER.ask("house/m", "Tollgate-Agent", "slow").told()).isEqualTo("200");
    Caller.Answer third = CALLER.ask("house/m", "Tollgate-Agent", "slow");
    assertThat(third.told()).isEqualTo("429 rate_limit_exceeded");
    assertThat(third.header("retry-after")).isEqualTo("1");
    assertThat(third.header("x-ratelimit-limit-requests")).isEqualTo("60");
    assertThat(third.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(third.header("x-ratelimit-reset-requests")).matches("[0-9.]+s");
    Thread.sleep(1_000);
    Caller.Answer later = CALLER.ask("house/m", "Tollgate-Agent", "slow");
    assertThat(later.told()).isEqualTo("200");
    assertThat(later.header("x-ratelimit-limit-requests")).isEmpty();
  }

  @Test
  void a_call_that_never_fits_its_token_rate_is_a_400_and_one_that_waits_a_429() {
    String tooMuch = Caller.prompt("house/m", "\"max_tokens\":70000");
    assertThat(CALLER.chat(tooMuch, "Tollgate-Agent", "wordy").told())
        .isEqualTo("400 request_exceeds_rate");
    String most = Caller.prompt("house/m", "\"max_tokens\":55000");
    assertThat(CALLER.chat(most, "Tollgate-Agent", "wordy").told()).isEqualTo("200");
    // What was not used came back: the next one need not wait for it.
    Caller.Answer next = CALLER.chat(most, "Tollgate-Agent", "wordy");
    if (next.status() == 429) {
      assertThat(next.header("x-ratelimit-limit-tokens")).isEqualTo("60000");
      assertThat(Integer.parseInt(next.header("retry-after"))).isBetween(1, 60);
    }
  }

  @Test
  void without_a_word_in_the_file_each_key_has_a_hundred_requests_a_minute() {
    try (var plain =
        RunningGateway.of(
            """
            organisation: acme
            providers:
              house: {base_url: "%s", credential: none, prices: {m: {input: 0, output: 100}}}
            policies: [{budget: total, of: workspace, limit_usd: 1000}]
            """
                .formatted(PROVIDER.baseUrl()),
            Map.of())) {
      var client = new Caller(plain.ready());
      List<String> told =
          IntStream.range(0, 150).mapToObj(i -> client.ask("house/m").told()).toList();
      // One comes back each 600 ms.
      assertThat(told.stream().filter("200"::equals).count()).isBetween(100L, 125L);
      Caller.Answer refused = client.ask("house/m");
      while (refused.status() == 200) {
        refused = client.ask("house/m");
      }
      assertThat(refused.told()).isEqualTo("429 rate_limit_exceeded");
      assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo("100");
      assertThat(refused.json().at("/error/tollgate/policy").asText()).isEqualTo("rate:each key");
      Caller other = client.with(client.newKey("{\"name\":\"other\"}"));
      assertThat(other.ask("house/m").told()).isEqualTo("200");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Tollgate-Session-Id",
    "Alephant-Session-Id",
    "Helicone-Session-Id",
    "x-claude-code-session-id",
    "session-id",
    "x-session-id"
  })
  void every_known_spelling_of_a_session_is_heard(String header) {
    Caller key =
        CALLER.with(
            CALLER.newKey("{\"name\":\"s\",\"member\":\"ada\",\"agent_from_session\":true}"));
    Caller.Answer answer = key.ask("house/m", header, "run-" + header);
    assertThat(member(answer)).contains("agent=run-" + header + ";");
  }

  @Test
  void a_key_sees_its_own_usage_also_when_it_is_spent() {
    Caller poor = CALLER.with(CALLER.newKey("{\"name\":\"own\",\"member\":\"ada\"}"));
    poor.ask("house/m");
    JsonNode usage = poor.get("/v1/usage").json();
    assertThat(usage.at("/attribution/member").asText()).isEqualTo("ada");
    assertThat(usage.path("budgets")).isNotEmpty();
    assertThat(usage.path("rates")).isNotEmpty();
    // Nothing of others.
    assertThat(usage.toString()).doesNotContain("sales", "bob", "agent/slow");
  }

  @Test
  void a_refused_call_is_in_the_log_with_the_policy_that_spoke() {
    Caller.Answer refused = CALLER.ask("house/m", "Tollgate-Feature", "zero");
    String id = refused.header("tollgate-request-id");
    Caller.until(() -> CALLER.story(id).path("state").asText().equals("refused"));
    JsonNode story = CALLER.story(id);
    assertThat(story.path("state").asText()).isEqualTo("refused");
    assertThat(story.at("/decision/admitted").asBoolean(true)).isFalse();
    assertThat(story.at("/decision/code").asText()).isEqualTo("budget_exceeded");
    assertThat(story.at("/decision/policies/0/id").asText()).isEqualTo("monthly:feature/zero");
    assertThat(story.at("/attribution/feature").asText()).isEqualTo("zero");
  }
}
