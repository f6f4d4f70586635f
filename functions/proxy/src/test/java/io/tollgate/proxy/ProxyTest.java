package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String PLAIN = "{\"model\":\"house/plain\"," + HI;
  private static final String STREAM = "{\"model\":\"plain\",\"stream\":true," + HI;
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":30}";
  private static final String ANSWER =
      "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
          + USAGE
          + "}";
  private static final String A =
      "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hel\"},\"finish_reason\":null}],\"usage\":null}\n\n";
  private static final String B =
      "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n";
  private static final String U = "data: {\"id\":\"c\",\"choices\":[]," + USAGE + "}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private final House house =
      new House(
          """
          policies:
            - {budget: total, of: workspace, limit_usd: 1}
            - {budget: monthly, of: each member, limit_usd: 1}
          """);

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void a_plain_call_is_forwarded_charged_and_told_its_cost() {
    house.provider.plays(FakeProvider.plain(ANSWER));
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.body()).isEqualTo(ANSWER);
    // 10 tokens at $1 and 20 at $4 a million.
    assertThat(heard.header("tollgate-cost-usd")).isEqualTo("0.00009");
    assertThat(heard.header("tollgate-attribution"))
        .isEqualTo("member=ada;agent=unallocated;department=research;feature=unallocated");
    assertThat(heard.header("tollgate-upstream-request-id")).isEqualTo("req_up");
    assertThat(heard.header("tollgate-request-id"))
        .isNotEmpty()
        .isEqualTo(heard.header("x-request-id"));
    assertThat(heard.header("x-ratelimit-limit-requests")).isEqualTo("7");
    assertThat(heard.header("set-cookie") + heard.header("openai-organization")).isEmpty();
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo("0.00009");
    assertThat(house.held(ScopeKind.MEMBER, "ada")).isEqualTo("0");
    assertThat(house.ended().settled()).isTrue();
    assertThat(house.log).noneMatch(line -> line.startsWith("ERROR"));
  }

  @Test
  void the_provider_gets_the_teams_key_a_cap_and_its_own_name_of_the_model() {
    house.provider.plays(FakeProvider.plain(ANSWER));
    house.chat(PLAIN, "cookie", "a=b", "openai-organization", "mine", "x-api-key", house.secret);
    var received = house.provider.last();
    assertThat(received.body()).isEqualTo("{\"max_tokens\":4096,\"model\":\"plain\"," + HI);
    assertThat(received.head()).startsWith("POST /v1/chat/completions HTTP/1.1\r\n");
    assertThat(received.header("authorization")).isEqualTo("Bearer sk-team");
    assertThat(received.header("accept-encoding")).isEqualTo("identity");
    assertThat(received.head())
        .doesNotContain(house.secret)
        .doesNotContain("cookie")
        .doesNotContain("mine");
  }

  @Test
  void a_stream_passes_byte_for_byte_without_the_usage_that_nobody_asked_for() {
    var heard = new Heard();
    house.provider.plays(onceHeard(heard, ": hi\n\n" + A, B + U + DONE));
    house.chat(heard, STREAM);
    assertThat(heard.body()).isEqualTo(": hi\n\n" + A + B + DONE);
    assertThat(heard.writes()).hasSizeGreaterThan(1).first().isEqualTo(": hi\n\n" + A);
    assertThat(heard.isClosed()).isTrue();
    assertThat(house.provider.last().body())
        .contains("\"stream_options\":{\"include_usage\":true}");
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo("0.00009");
    var facts = house.facts();
    assertThat(facts.finishReason()).isEqualTo("stop");
    assertThat(facts.streamed()).isTrue();
    assertThat(facts.firstByteMillis()).isPresent();
    assertThat(facts.upstreamRequest()).isEqualTo("req_up");
  }

  @Test
  void who_asks_for_usage_gets_the_cost_beside_it() {
    house.provider.plays(FakeProvider.stream(A + B, U + DONE));
    Heard heard =
        house.chat(
            "{\"model\":\"plain\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + HI);
    String costly = U.replace("}\n", ",\"tollgate\":{\"cost_usd\":\"0.00009\"}}\n");
    assertThat(heard.body()).isEqualTo(A + B + costly + DONE);
  }

  @Test
  void a_call_is_one_line_with_its_dimensions_and_without_its_prompt_whether_it_passes_or_not() {
    house.provider.plays(FakeProvider.plain(ANSWER));
    house.chat(PLAIN);
    house.chat("{\"model\":\"no-such-model\"," + HI);
    assertThat(house.log)
        .hasSize(2)
        .allSatisfy(line -> {
          assertThat(line).contains("member=ada").contains("department=research");
          assertThat(line).doesNotContain(house.secret);
        });
    assertThat(house.log.getFirst()).startsWith("INFO call ").contains("cost_usd=0.00009");
    assertThat(house.log.getLast())
        .startsWith("INFO call_refused ")
        .contains("code=model_not_found")
        .contains("status=404");
  }

  @Test
  void a_call_without_a_key_is_refused_and_nothing_is_sent() {
    Heard heard = house.chat(PLAIN, "Authorization", "Bearer nobody");
    assertThat(heard.status()).isEqualTo(401);
    assertThat(heard.body()).contains("\"code\":\"invalid_api_key\"").contains("request_id");
    assertThat(heard.header("tollgate-request-id")).isNotEmpty();
    assertThat(house.provider.received()).isEmpty();
    assertThat(house.events).isEmpty();
  }

  @Test
  void a_spent_budget_refuses_and_says_so() {
    String call = "{\"model\":\"free-in\",\"max_tokens\":5000," + HI;
    house.provider.plays(
        FakeProvider.plain(
            ANSWER.replace("\"completion_tokens\":20", "\"completion_tokens\":5000")));
    assertThat(house.chat(call).status()).isEqualTo(200);
    Heard last = house.chat(call);
    assertThat(last.status()).isEqualTo(200);
    assertThat(last.header("tollgate-budget-remaining-usd")).isEqualTo("0");
    assertThat(last.header("tollgate-budget-warning")).endsWith(";used=50%");
    Heard heard = house.chat(call);
    assertThat(heard.status()).isEqualTo(402);
    assertThat(heard.header("x-should-retry")).isEqualTo("false");
    assertThat(heard.header("retry-after")).isEmpty();
    assertThat(heard.body())
        .contains("is used up: $1.00 spent")
        .contains("\"code\":\"budget_exceeded\"")
        .contains("\"limit_usd\":\"1\"");
    assertThat(house.events.getLast()).isInstanceOf(UsageEvent.Refused.class);
    assertThat(house.provider.received()).hasSize(2);
  }

  @Test
  void a_provider_error_passes_as_it_is_and_costs_nothing() {
    house.provider.plays(
        FakeProvider.status(429, "application/json", "{\"error\":{\"message\":\"slow\"}}"));
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(429);
    assertThat(heard.body()).isEqualTo("{\"error\":{\"message\":\"slow\"}}");
    assertThat(house.ended().truth()).isInstanceOf(Truth.Unserved.class);
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo("0");
    assertThat(house.held(ScopeKind.MEMBER, "ada")).isEqualTo("0");
  }

  @Test
  void a_refused_credential_is_told_without_the_providers_text() {
    house.provider.plays(
        FakeProvider.status(401, "application/json", "{\"error\":\"bad key sk-team\"}"));
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(502);
    assertThat(heard.body()).contains("provider_credential_rejected").doesNotContain("sk-team");
    assertThat(house.log).anyMatch(line -> line.startsWith("ERROR CredentialRejected"));
  }

  @Test
  void a_provider_that_is_down_costs_nothing() {
    house.provider.close();
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(502);
    assertThat(heard.body()).contains("provider_unavailable");
    assertThat(house.ended().truth()).isInstanceOf(Truth.Unserved.class);
  }

  @Test
  void garbage_costs_the_bound() {
    house.provider.plays(FakeProvider.status(200, "text/html", "<html>"));
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(502);
    assertThat(heard.body()).contains("provider_invalid_response");
    assertBound();
  }

  @Test
  void a_stream_that_is_garbage_from_the_start_is_a_502() {
    house.provider.plays(FakeProvider.stream("<html>\n", "x\n"));
    Heard heard = house.chat(STREAM);
    assertThat(heard.status()).isEqualTo(502);
    assertThat(heard.body()).contains("provider_invalid_response");
    assertBound();
  }

  @Test
  void a_stream_that_breaks_off_ends_with_an_error_and_costs_the_bound() {
    house.provider.plays(FakeProvider.broken(A));
    Heard heard = house.chat(STREAM);
    assertThat(heard.body()).startsWith(A).contains("data: {\"error\":{").doesNotContain("[DONE]");
    assertThat(heard.isClosed()).isTrue();
    assertBound();
  }

  @Test
  void a_stream_without_usage_costs_the_bound() {
    house.provider.plays(FakeProvider.stream(A, B, DONE));
    assertThat(house.chat(STREAM).body()).isEqualTo(A + B + DONE);
    assertBound();
  }

  @Test
  void explicit_zero_usage_is_zero() {
    house.provider.plays(
        FakeProvider.stream(
            A, U.replace(":10", ":0").replace(":20", ":0").replace(":30", ":0"), DONE));
    house.chat(STREAM);
    assertThat(house.ended().truth()).isInstanceOf(Truth.Metered.class);
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo("0");
  }

  @Test
  void who_hangs_up_pays_what_the_drained_stream_says() {
    var heard = new Heard(1);
    house.provider.plays(onceHeard(heard, A, B + U + DONE));
    house.chat(heard, STREAM);
    assertThat(heard.body()).isEqualTo(A);
    assertThat(house.facts().clientGone()).isTrue();
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo("0.00009");
    assertThat(house.held(ScopeKind.MEMBER, "ada")).isEqualTo("0");
  }

  @Test
  void who_hangs_up_before_the_first_byte_pays_too() {
    house.provider.plays(FakeProvider.plain(ANSWER));
    house.chat(new Heard(0), PLAIN);
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo("0.00009");
  }

  @Test
  void the_last_of_several_usages_wins() {
    String early = A.replace("\"usage\":null", USAGE.replace(":20", ":1"));
    house.provider.plays(FakeProvider.stream(early, early, B, U, DONE));
    assertThat(house.chat(STREAM).body()).isEqualTo(early + early + B + DONE);
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo("0.00009");
  }

  @Test
  void chunks_cut_anywhere_give_the_same_stream() {
    String all = A + B + U + DONE;
    for (int size = 1; size < 60; size += 7) {
      var pieces = new java.util.ArrayList<String>();
      for (int i = 0; i < all.length(); i += size) {
        pieces.add(all.substring(i, Math.min(all.length(), i + size)));
      }
      int step = size;
      house.provider.plays(out -> {
        FakeProvider.begin(out);
        for (String piece : pieces) {
          FakeProvider.chunk(out, piece);
          if (step > 8) {
            Thread.sleep(1);
          }
        }
        FakeProvider.write(out, "0\r\n\r\n");
        return true;
      });
      assertThat(house.chat(STREAM).body()).isEqualTo(A + B + DONE);
      assertThat(house.ended().truth()).isInstanceOf(Truth.Metered.class);
    }
  }

  @Test
  void connections_are_used_again() {
    house.provider.plays(FakeProvider.stream(A, B, U, DONE));
    house.chat(STREAM);
    house.provider.plays(FakeProvider.plain(ANSWER));
    house.chat(PLAIN);
    house.chat(PLAIN);
    assertThat(house.provider.connections()).isEqualTo(1);
  }

  @Test
  void unknown_addresses_and_methods_are_refused() {
    assertThat(house.get("/v1/embeddings").status()).isEqualTo(404);
    assertThat(house.get("/v1/embeddings").body()).contains("route_not_metered");
    Heard heard = house.get("/v1/chat/completions");
    assertThat(heard.status()).isEqualTo(405);
    assertThat(heard.header("allow")).isEqualTo("POST");
  }

  @Test
  void an_unknown_model_is_refused_with_the_nearest_names() {
    Heard heard = house.chat("{\"model\":\"house/plane\"," + HI);
    assertThat(heard.status()).isEqualTo(404);
    assertThat(heard.body()).contains("model_not_found").contains("house/plain");
  }

  @Test
  void what_cannot_be_bounded_is_refused_under_a_budget() {
    Heard heard = house.chat("{\"model\":\"plain\",\"web_search_options\":{}," + HI);
    assertThat(heard.status()).isEqualTo(403);
    assertThat(heard.body())
        .contains("cost_not_boundable")
        .contains("\"param\":\"web_search_options\"");
  }

  @Test
  void models_and_own_usage_are_told() {
    Heard models = house.get("/v1/models");
    assertThat(models.status()).isEqualTo(200);
    assertThat(models.body()).contains("\"id\":\"house/plain\"");
    assertThat(house.get("/v1/models/house/plain").body()).contains("\"object\":\"model\"");
    assertThat(house.get("/v1/models/nothing").status()).isEqualTo(404);
    house.provider.plays(FakeProvider.plain(ANSWER));
    house.chat(PLAIN);
    assertThat(house.get("/v1/usage").body())
        .contains("\"spent_usd\":\"0.00009\"")
        .contains("\"id\":\"total:workspace\"");
  }

  /// A stream that goes on when the caller has heard its beginning.
  private static FakeProvider.Play onceHeard(Heard heard, String first, String rest) {
    return out -> {
      FakeProvider.begin(out);
      FakeProvider.chunk(out, first);
      for (int i = 0; i < 1_000 && !heard.body().equals(first); i++) {
        Thread.sleep(2);
      }
      FakeProvider.chunk(out, rest);
      FakeProvider.write(out, "0\r\n\r\n");
      return true;
    };
  }

  private void assertBound() {
    assertThat(house.ended().truth()).isInstanceOf(Truth.CostUnknown.class);
    Usd bound = house.ended().reservation().amount();
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo(bound.plain());
    assertThat(house.held(ScopeKind.MEMBER, "ada")).isEqualTo("0");
  }
}
