package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.event.UsageEvent;
import io.tollgate.key.BudgetStatus;
import io.tollgate.key.KeySecret;
import io.tollgate.key.VirtualKey;
import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The policies that ask no account, through the whole proxy.
class RulesOfTheHouseTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String PLAIN = "{\"model\":\"house/plain\"," + HI;
  private static final String ANSWER =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";

  private static House house(String... policies) {
    var house = new House("policies:\n  - " + String.join("\n  - ", policies) + "\n");
    house.provider.plays(FakeProvider.plain(ANSWER));
    return house;
  }

  @Test
  void a_model_that_is_not_allowed_costs_no_write_and_is_in_the_log_of_refusals() {
    var writes = new AtomicInteger();
    String rules = "policies:\n  - {models: [house/free-*], of: department/research}\n";
    try (var house = new House(rules, table -> new CountedWrites(table, writes))) {
      int before = writes.get();
      Heard heard = house.chat(PLAIN);
      assertThat(writes.get()).isEqualTo(before);
      assertThat(heard.status()).isEqualTo(403);
      assertThat(heard.header("x-should-retry")).isEqualTo("false");
      assertThat(heard.body())
          .contains(
              "\"code\":\"model_not_allowed\"",
              "\"param\":\"model\"",
              "\"policy\":\"models:department/research\"",
              "\"scope\":\"department/research\"",
              "\"model\":\"house/plain\"",
              "it allows house/free-*.");
      var refused = (UsageEvent.Refused) house.events.getFirst();
      assertThat(refused.policy()).isEqualTo("models:department/research");
      assertThat(refused.scope()).isEqualTo("department/research");
      assertThat(refused.code()).isEqualTo("model_not_allowed");
      assertThat(refused.model()).isEqualTo("plain");
      assertThat(house.provider.received()).isEmpty();
    }
  }

  @Test
  void the_list_of_models_has_only_what_the_key_may_call() {
    try (var house =
        house(
            "{deny_models: [house/plain], of: member/ada}",
            "{providers: [house], of: workspace}")) {
      assertThat(house.get("/v1/models").body())
          .contains("\"house/free-in\"")
          .doesNotContain("house/plain", "hasty/quick", "openai/");
      assertThat(house.get("/v1/models/house/plain").status()).isEqualTo(404);
      assertThat(house.get("/v1/models/house/free-in").status()).isEqualTo(200);
      String bob = house.key("key_bob", Optional.of("bob"), BudgetStatus.PAYMENT_REQUIRED);
      assertThat(house.get("/v1/models", "Authorization", "Bearer " + bob).body())
          .contains("house/plain");
    }
  }

  @Test
  void a_schedule_that_is_closed_says_when_it_opens() {
    Instant opens = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(3, ChronoUnit.HOURS);
    String time = opens.atOffset(ZoneOffset.UTC).toLocalTime().toString();
    String end = opens.plus(1, ChronoUnit.HOURS).atOffset(ZoneOffset.UTC).toLocalTime().toString();
    try (var house = house("{schedule: '" + time + "-" + end + "', of: each member}")) {
      Heard heard = house.chat(PLAIN);
      assertThat(heard.status()).isEqualTo(403);
      assertThat(heard.header("x-should-retry")).isEqualTo("false");
      assertThat(heard.header("retry-after")).isEmpty();
      assertThat(heard.body())
          .contains(
              "\"code\":\"outside_schedule\"",
              "\"scope\":\"member/ada\"",
              "\"opens_at\":\"" + opens + "\"",
              "It opens at ");
    }
  }

  @Test
  void what_is_never_allowed_is_said_before_what_is_closed_now() {
    try (var house =
        house(
            "{schedule: block 00:00-24:00, of: workspace}", "{deny_models: ['*'], of: each key}")) {
      assertThat(house.chat(PLAIN).body()).contains("\"code\":\"model_not_allowed\"");
    }
  }

  @Test
  void a_rule_is_said_before_a_budget_that_is_spent() {
    try (var house =
        house(
            "{budget: total, of: workspace, limit_usd: 0}",
            "{require: [feature], of: each member}")) {
      assertThat(house.chat(PLAIN).body()).contains("\"code\":\"attribution_required\"");
      assertThat(house.chat(PLAIN, "Tollgate-Feature", "search").status()).isEqualTo(402);
    }
  }

  @Test
  void a_cap_that_a_policy_lowers_is_what_the_provider_is_told_and_what_is_reserved() {
    try (var house =
        house(
            "{max_output_tokens: 1000, of: workspace}",
            "{budget: total, of: member/ada, limit_usd: 0.1}")) {
      // 5,000 tokens could cost 50 cents; 1,000 cost the whole budget of ten.
      Heard heard = house.chat("{\"model\":\"free-in\",\"max_tokens\":5000," + HI);
      assertThat(heard.status()).isEqualTo(200);
      assertThat(heard.header("tollgate-clamped-max-tokens")).isEqualTo("1000");
      assertThat(house.provider.last().body()).contains("\"max_tokens\":1000");
    }
  }

  @Test
  void an_unknown_field_is_refused_by_name_and_a_strange_name_is_not_repeated() {
    try (var house = house("{unknown_fields: refuse, of: workspace}")) {
      Heard heard = house.chat("{\"model\":\"house/plain\",\"top_k\":3," + HI);
      assertThat(heard.status()).isEqualTo(400);
      assertThat(heard.body())
          .contains("\"code\":\"invalid_request\"", "\"param\":\"top_k\"", "lets none pass");
      assertThat(house.chat("{\"model\":\"house/plain\",\"<b>x\":3," + HI).body())
          .contains("(no plain name)")
          .doesNotContain("<b>");
      assertThat(
              house
                  .chat(
                      "{\"model\":\"house/plain\",\"temperature\":1,\"top_p\":1,\"seed\":1,"
                          + "\"stop\":\"x\",\"user\":\"u\",\"metadata\":{\"any\":\"thing\"},"
                          + "\"response_format\":{\"type\":\"text\"},\"n\":1,"
                          + HI)
                  .status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'suspended: true',workspace",
    "'agents: {bot: {suspended: true}}',agent/bot",
  })
  void nothing_is_let_through_for_who_is_suspended(String line, String scope) {
    try (var house = new House(line + "\n")) {
      Heard heard = house.chat("not even JSON", "Tollgate-Agent", "bot");
      assertThat(heard.status()).isEqualTo(403);
      assertThat(heard.header("x-should-retry")).isEqualTo("false");
      assertThat(heard.body())
          .contains(
              "\"code\":\"suspended\"",
              "\"policy\":\"suspended:" + scope + "\"",
              "\"scope\":\"" + scope + "\"");
      assertThat(house.events).hasSize(1);
      assertThat(house.get("/v1/models", "Tollgate-Agent", "bot").status()).isEqualTo(403);
      assertThat(house.get("/v1/usage", "Tollgate-Agent", "bot").status()).isEqualTo(200);
    }
  }

  @Test
  void a_suspended_key_is_refused_while_the_others_of_its_member_are_not() {
    try (var house = house("{budget: total, of: workspace, limit_usd: 1}")) {
      assertThat(house.chat(PLAIN).status()).isEqualTo(200);
      String other = house.key("key_other", Optional.of("ada"), BudgetStatus.PAYMENT_REQUIRED);
      var hash = KeySecret.read(KeySecret.Kind.VIRTUAL, house.secret).orElseThrow().hash();
      VirtualKey key = house.keys.find(hash).orElseThrow();
      house.keys.replace(key, key.suspended(true));
      house.book.refresh();
      Heard heard = house.chat(PLAIN);
      assertThat(heard.status()).isEqualTo(403);
      assertThat(heard.body())
          .contains("\"code\":\"suspended\"", "\"policy\":\"suspended:key/key_ada\"");
      house.provider.plays(FakeProvider.plain(ANSWER));
      assertThat(house.chat(PLAIN, "Authorization", "Bearer " + other).status()).isEqualTo(200);
      assertThat(house.held(ScopeKind.KEY, "key_ada")).isEqualTo("0");
    }
  }

  private static final class CountedWrites extends DelegatingTable {
    private final AtomicInteger writes;

    CountedWrites(Table table, AtomicInteger writes) {
      super(table);
      this.writes = writes;
    }

    @Override
    public Answer write(Write write) {
      writes.incrementAndGet();
      return table.write(write);
    }

    @Override
    public Verdict transact(List<Write> all) {
      writes.incrementAndGet();
      return table.transact(all);
    }
  }
}
