package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.event.UsageEvent;
import io.tollgate.key.BudgetStatus;
import io.tollgate.ledger.Truth;
import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests with an `Idempotency-Key`, and what the store says to them.
class RepeatedRequestTest {
  private static final String HI =
      "{\"model\":\"house/plain\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";
  private static final String HEADER = "Idempotency-Key";

  private final List<Write> claims = new CopyOnWriteArrayList<>();

  /// What the caller had heard at each of the claims' writes; 0 is nothing.
  private final List<Integer> heardBefore = new CopyOnWriteArrayList<>();

  private final Heard caller = new Heard();
  private volatile Line line = Line.FAST;
  private volatile Duration ahead = untilNextMinute();

  private final House house =
      new House(
          """
          policies:
            - {budget: total, of: workspace, limit_usd: 1}
            - {budget: total, of: feature/tight, limit_usd: 0.000001}
          """,
          () -> Instant.now().plus(ahead),
          ClaimsTable::new);

  RepeatedRequestTest() {
    house.provider.plays(FakeProvider.plain(ANSWER));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void without_the_header_nobody_is_asked() {
    assertThat(house.chat(HI).status()).isEqualTo(200);
    assertThat(claims).isEmpty();
  }

  @Test
  void with_the_header_a_call_that_is_served_costs_one_write_more() {
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(200);
    assertThat(claims).hasSize(1);
    assertThat(house.provider.last().head()).doesNotContainIgnoringCase(HEADER);
  }

  @Test
  void a_repeat_is_a_409_that_names_the_first_and_is_not_sent() {
    String first = house.chat(HI, HEADER, "a").header("tollgate-request-id");
    Heard heard = house.chat(HI, HEADER, "a");
    assertThat(heard.status()).isEqualTo(409);
    assertThat(heard.header("x-should-retry")).isEqualTo("false");
    assertThat(heard.body())
        .contains("\"code\":\"request_already_made\"")
        .contains("was made before: " + first)
        .contains("\"first_request_id\":\"" + first + "\"")
        .contains(heard.header("tollgate-request-id"));
    assertThat(house.provider.received()).hasSize(1);
    assertThat(house.held(ScopeKind.WORKSPACE, "*")).isEqualTo("0");
    assertThat(((UsageEvent.Refused) house.events.getLast()).code())
        .isEqualTo("request_already_made");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", "bücher"})
  void a_value_that_nobody_can_type_is_a_400(String value) {
    Heard heard = house.chat(HI, HEADER, value);
    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.body()).contains("\"param\":\"idempotency-key\"").contains("1 to 255");
    assertThat(claims).isEmpty();
  }

  @Test
  void a_value_has_at_most_255_characters() {
    assertThat(house.chat(HI, HEADER, "a".repeat(256)).status()).isEqualTo(400);
    assertThat(house.chat(HI, HEADER, "a".repeat(255)).status()).isEqualTo(200);
  }

  @Test
  void who_is_refused_before_anything_is_asked_claims_nothing() {
    assertThat(house.chat(HI.replace("plain", "none"), HEADER, "a").status()).isEqualTo(404);
    assertThat(claims).isEmpty();
  }

  @Test
  void whoever_a_limit_refused_may_ask_again() {
    String[] tight = {HEADER, "a", "Tollgate-Feature", "tight"};
    assertThat(house.chat(HI, tight).status()).isEqualTo(402);
    assertThat(house.chat(HI, tight).status()).isEqualTo(402);
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(200);
  }

  @Test
  void whoever_a_provider_refused_for_nothing_may_ask_again() {
    house.provider.plays(FakeProvider.status(500, "application/json", "{}"));
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(500);
    house.provider.plays(FakeProvider.plain(ANSWER));
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(200);
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(409);
  }

  @Test
  void whoever_hears_that_a_provider_refused_may_ask_again_that_very_moment() {
    house.provider.plays(FakeProvider.status(500, "application/json", "{\"error\":{}}"));
    house.chat(caller, HI, HEADER, "a");
    assertThat(claims).hasSize(2);
    assertThat(heardBefore).containsExactly(0, 0);
    assertThat(caller.status()).isEqualTo(500);
    assertThat(caller.body()).isEqualTo("{\"error\":{}}");
    assertThat(caller.isClosed()).isTrue();
    assertThat(house.ended().truth()).isInstanceOf(Truth.Unserved.class);
  }

  @Test
  void an_answer_that_may_cost_something_is_not_asked_for_again() {
    house.provider.plays(FakeProvider.plain("no JSON"));
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(502);
    assertThat(house.ended().truth()).isInstanceOf(Truth.CostUnknown.class);
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(409);
  }

  @Test
  void two_keys_with_one_value_do_not_meet() {
    String other = house.key("key_bob", Optional.empty(), BudgetStatus.PAYMENT_REQUIRED);
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(200);
    assertThat(house.chat(HI, HEADER, "a", "Authorization", "Bearer " + other).status())
        .isEqualTo(200);
  }

  @Test
  void when_the_store_cannot_be_asked_the_call_is_not_sent_and_may_be_made_again() {
    line = Line.DEAD;
    Heard heard = house.chat(HI, HEADER, "a");
    assertThat(heard.status()).isEqualTo(503);
    assertThat(heard.header("retry-after")).isEqualTo("1");
    assertThat(heard.body()).contains("none is paid twice");
    assertThat(house.provider.received()).isEmpty();
    line = Line.FAST;
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(200);
  }

  @Test
  void a_call_whose_record_lands_after_its_claim_is_over_is_not_sent() {
    line = Line.SLOW;
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(503);
    assertThat(house.provider.received()).isEmpty();
    // It was not for the bucket's sake.
    assertThat(house.chat(HI).status()).isEqualTo(200);
    assertThat(house.held(ScopeKind.WORKSPACE, "*")).isEqualTo("0");
    line = Line.FAST;
    assertThat(house.chat(HI, HEADER, "a").status()).isEqualTo(200);
  }

  /// To the next minute: what then lands half a minute late is still behind the fence of its
  /// bucket.
  private static Duration untilNextMinute() {
    return Duration.ofSeconds(60 - Instant.now().getEpochSecond() % 60);
  }

  /// What the store does.
  private enum Line {
    FAST,
    /// It takes no claim.
    DEAD,
    /// A record lands half a minute late.
    SLOW
  }

  private final class ClaimsTable extends DelegatingTable {
    ClaimsTable(Table table) {
      super(table);
    }

    @Override
    public Answer write(Write write) {
      if (write.key().pk().startsWith("I#")) {
        claims.add(write);
        heardBefore.add(caller.status());
        if (line == Line.DEAD && write instanceof Write.Put) {
          return new Answer.Unknown("lost on its way");
        }
      }
      if (line == Line.SLOW && write instanceof Write.Put put && put.key().pk().startsWith("J#")) {
        ahead = ahead.plusSeconds(31);
      }
      return table.write(write);
    }
  }
}
