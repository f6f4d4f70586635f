package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose call it is, and what that allows: dimensions, budgets, rates and concurrency.
@Timeout(120)
abstract class LimitsContract extends GatewayContract {
  @Override
  Needs needs() {
    return Needs.policies(
            """
            - {rate: 100000/min, of: key/first}
            - {rate: 60/min, of: agent/slow, burst: 2}
            - {rate: 6000/min, of: agent/wordy, tokens: 60000/min}
            - {budget: monthly, of: agent/wordy, limit_usd: 1000}
            - {concurrency: 1, of: agent/single}
            - {concurrency: 0, of: agent/none}
            - {budget: daily, of: key/poor, limit_usd: 0.1}
            - {budget: total, of: each session, limit_usd: 0.1}
            - {budget: weekly, of: provider/tiny, limit_usd: 0.1}
            - {budget: hourly, of: model/house/small, limit_usd: 0.1}
            - {budget: daily, of: department/trade, limit_usd: 0.1}
            - {budget: monthly, of: feature/zero, limit_usd: 0}
            - {budget: monthly, of: feature/small, limit_usd: 0.05}
            - {budget: monthly, of: feature/some, limit_usd: 0.15}
            """)
        .models("small", "heedless", "stuck", "stream")
        .providers(
            """
            tiny: {base_url: "PROVIDER", credential: none, prices: {m: {input: 0, output: 100}}}
            unpriced: {base_url: "PROVIDER", credential: none}
            """);
  }

  @BeforeAll
  void behave() {
    for (String model : List.of("small", "heedless")) {
      provider()
          .on(model, (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1000)));
    }
    provider().on("m", LimitsContract::heed);
  }

  /// A provider that ignored a cap would have its model bounded by its longest answer.
  private static void heed(RawProvider.Heard request, OutputStream out) throws IOException {
    RawProvider.json(
        out, 200, RawProvider.completion(request.body().contains(":500,") ? 500 : 1000));
  }

  private static String member(Caller.Answer answer) {
    return answer.header("tollgate-attribution");
  }

  /// The newest request of an agent; a missing node if there is none.
  private JsonNode newest(String agent) {
    return caller().admin("requests?agent=" + agent + "&limit=1").path("data").path(0);
  }

  @Test
  void no_header_sets_the_member_or_the_department() {
    Caller.Answer answer =
        caller()
            .ask(
                "house/m",
                "Tollgate-Member",
                "tessa",
                "Tollgate-Department",
                "trade",
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
        caller()
            .with(
                caller()
                    .newKey(
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
        caller()
            .with(
                caller()
                    .newKey(
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
    Caller unbound = caller().with(caller().newKey("{\"name\":\"unbound\"}"));
    assertThat(member(unbound.ask("house/m")))
        .isEqualTo(
            "member=unallocated;agent=unallocated;department=unallocated;feature=unallocated");
    Caller.Answer owned =
        unbound.chat(
            Caller.prompt("house/heedless", "\"max_tokens\":1"), "Tollgate-Agent", "owned");
    // 1,000 tokens come whatever was asked, so that department's budget is gone with the first.
    assertThat(owned.told()).isIn("200", "402 budget_exceeded");
    String id = owned.header("tollgate-request-id");
    Caller.until(() -> caller().story(id).at("/attribution/member").asText().equals("tessa"));
    // Of a list that is not full after one, all buckets would be looked through: not before now.
    JsonNode row = newest("owned").path("attribution");
    assertThat(row.path("member").asText() + "/" + row.path("department").asText())
        .isEqualTo("tessa/trade");
  }

  @Test
  void each_scope_has_a_budget_of_its_own() {
    Caller poor = caller().with(caller().newKey("{\"name\":\"poor\",\"member\":\"ada\"}"));
    spentAfterOne(poor, "house/m", "daily:key/poor", "key/");
    spentAfterOne(
        caller(), "house/m", "total:each session", "session/", "Tollgate-Session-Id", "s1");
    assertThat(caller().ask("house/m", "Tollgate-Session-Id", "s2").told()).isEqualTo("200");
    assertThat(caller().askAlone("house/m", "session-id", "s2").told())
        .isEqualTo("402 budget_exceeded");
    spentAfterOne(caller(), "tiny/m", "weekly:provider/tiny", "provider/tiny");
    spentAfterOne(caller(), "house/small", "hourly:model/house/small", "model/house/small");
    Caller bob = caller().with(caller().newKey("{\"name\":\"trader\",\"department\":\"trade\"}"));
    spentAfterOne(bob, "house/m", "daily:department/trade", "department/trade");
    assertThat(caller().ask("house/m").told()).isEqualTo("200");
  }

  /// The department's may have been spent by another test.
  private void spentAfterOne(
      Caller who, String model, String policy, String scope, String... headers) {
    assertThat(who.ask(model, headers).told()).isIn("200", "402 budget_exceeded");
    Caller.Answer refused = who.askAlone(model, headers);
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
    assertThat(caller().ask("house/m", "Tollgate-Feature", "zero").told())
        .isEqualTo("402 budget_exceeded");
    Caller.Answer whole = caller().ask("house/m", "Tollgate-Feature", "small");
    assertThat(whole.told()).isEqualTo("402 request_exceeds_budget");
    assertThat(whole.message()).contains("lower the output cap");
    assertThat(caller().ask("house/m", "Tollgate-Feature", "some").told()).isEqualTo("200");
    Caller.Answer left = caller().askAlone("house/m", "Tollgate-Feature", "some");
    assertThat(left.told()).isEqualTo("402 request_exceeds_budget");
    assertThat(left.header("tollgate-budget-remaining-usd")).isEqualTo("0.05");
    // An exact fill passes; one token more does not.
    assertThat(
            caller()
                .chat(Caller.prompt("house/m", "\"max_tokens\":501"), "Tollgate-Feature", "some")
                .told())
        .isEqualTo("402 request_exceeds_budget");
    assertThat(
            caller()
                .chat(Caller.prompt("house/m", "\"max_tokens\":500"), "Tollgate-Feature", "some")
                .told())
        .isEqualTo("200");
  }

  @Test
  void a_key_for_clients_that_know_no_402_gets_429_insufficient_quota() {
    Caller codex =
        caller()
            .with(caller().newKey("{\"name\":\"codex\",\"member\":\"ada\",\"budget_status\":429}"));
    Caller.Answer answer = codex.ask("house/m", "Tollgate-Feature", "zero");
    assertThat(answer.told()).isEqualTo("429 insufficient_quota");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(answer.header("retry-after")).isEmpty();
  }

  @Test
  void a_model_without_a_price_is_refused_under_a_hard_budget() {
    Caller.Answer answer = caller().ask("unpriced/x");
    assertThat(answer.status()).isIn(403, 404);
    assertThat(answer.code()).isIn("model_not_priced", "model_not_found");
  }

  @Test
  void the_second_of_two_at_once_is_told_to_come_back() throws Exception {
    var inside = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    provider()
        .on(
            "stuck",
            (request, out) -> {
              inside.countDown();
              release.await();
              RawProvider.json(out, 200, RawProvider.completion(1));
            });
    Queue<String> first = new ConcurrentLinkedQueue<>();
    Thread call =
        Thread.ofVirtual()
            .start(() -> first.add(caller().ask("house/stuck", "Tollgate-Agent", "single").told()));
    inside.await();
    Caller.Answer second = caller().ask("house/m", "Tollgate-Agent", "single");
    assertThat(second.told()).isEqualTo("429 rate_limit_exceeded");
    assertThat(Integer.parseInt(second.header("retry-after"))).isBetween(1, 60);
    assertThat(second.json().at("/error/tollgate/policy").asText())
        .isEqualTo("concurrency:agent/single");
    release.countDown();
    call.join();
    assertThat(first).containsExactly("200");
    // Where the gateway's one try to settle is too slow, the queue frees the slot a moment later.
    var freed = new AtomicBoolean();
    Caller.until(() -> {
      freed.set(caller().ask("house/m", "Tollgate-Agent", "single").told().equals("200"));
      return freed.get();
    });
    assertThat(freed).isTrue();
    Caller.Answer never = caller().ask("house/m", "Tollgate-Agent", "none");
    assertThat(never.told()).isEqualTo("429 rate_limit_exceeded");
    assertThat(never.header("x-should-retry")).isEqualTo("false");
    assertThat(never.body()).contains("only another limit helps");
  }

  @Test
  void a_call_that_never_fits_its_token_rate_is_a_400_and_one_that_waits_a_429() {
    String tooMuch = Caller.prompt("house/m", "\"max_tokens\":70000");
    assertThat(caller().chat(tooMuch, "Tollgate-Agent", "wordy").told())
        .isEqualTo("400 request_exceeds_rate");
    String most = Caller.prompt("house/m", "\"max_tokens\":55000");
    assertThat(caller().chat(most, "Tollgate-Agent", "wordy").told()).isEqualTo("200");
    // What was not used came back: the next one need not wait for it.
    Caller.Answer next = caller().chat(most, "Tollgate-Agent", "wordy");
    if (next.status() == 429) {
      assertThat(next.header("x-ratelimit-limit-tokens")).isEqualTo("60000");
      assertThat(Integer.parseInt(next.header("retry-after"))).isBetween(1, 60);
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
        caller()
            .with(
                caller().newKey("{\"name\":\"s\",\"member\":\"ada\",\"agent_from_session\":true}"));
    Caller.Answer answer = key.ask("house/m", header, "run-" + header);
    assertThat(member(answer)).contains("agent=run-" + header + ";");
  }

  @Test
  void a_key_sees_its_own_usage_also_when_it_is_spent() {
    Caller poor = caller().with(caller().newKey("{\"name\":\"own\",\"member\":\"ada\"}"));
    poor.ask("house/m");
    JsonNode usage = poor.get("/v1/usage").json();
    assertThat(usage.at("/attribution/member").asText()).isEqualTo("ada");
    assertThat(usage.path("budgets")).isNotEmpty();
    assertThat(usage.path("rates")).isNotEmpty();
    // Nothing of others.
    assertThat(usage.toString()).doesNotContain("trade", "tessa", "agent/slow");
  }

  @Test
  void a_refused_call_is_in_the_log_with_the_policy_that_spoke() {
    Caller.Answer refused = caller().ask("house/m", "Tollgate-Feature", "zero");
    String id = refused.header("tollgate-request-id");
    Caller.until(() -> caller().story(id).path("state").asText().equals("refused"));
    JsonNode story = caller().story(id);
    assertThat(story.path("state").asText()).isEqualTo("refused");
    assertThat(story.at("/decision/admitted").asBoolean(true)).isFalse();
    assertThat(story.at("/decision/code").asText()).isEqualTo("budget_exceeded");
    assertThat(story.at("/decision/policies/0/id").asText()).isEqualTo("monthly:feature/zero");
    assertThat(story.at("/attribution/feature").asText()).isEqualTo("zero");
  }
}
