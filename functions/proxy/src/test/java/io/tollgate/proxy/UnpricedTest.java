package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Truth;
import org.junit.jupiter.api.Test;

/// A model without a price. The dearest prices of `house` are a dollar for input and a hundred for
/// output, of a million tokens.
class UnpricedTest {
  private static final String CONSERVATIVE =
      "{budget: total, of: workspace, limit_usd: 1, unpriced: conservative}";
  private static final String BODY =
      "{\"model\":\"house/unlisted\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\","
          + "\"content\":\"hi\"}]}";

  private static House house(String... policies) {
    var house = new House("policies:\n  - " + String.join("\n  - ", policies) + "\n");
    house.provider.plays(
        FakeProvider.plain(
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":500,"
                + "\"total_tokens\":510}}"));
    return house;
  }

  @Test
  void it_is_held_and_charged_at_the_dearest_prices_of_its_provider_and_marked() {
    try (var house = house(CONSERVATIVE)) {
      Heard heard = house.chat(BODY);
      assertThat(heard.status()).isEqualTo(200);
      assertThat(heard.header("tollgate-cost-usd")).isEqualTo("0.05001");
      var ended = (UsageEvent.Ended) house.events.getLast();
      Reservation reservation = ended.incoming().reservation();
      assertThat(reservation.subject().isEstimated()).isTrue();
      // The output alone is ten cents.
      assertThat(reservation.amount().plain()).startsWith("0.100");
      assertThat(((Truth.Metered) ended.incoming().truth()).charge().total().plain())
          .isEqualTo("0.05001");
      assertThat(house.log)
          .anyMatch(line -> line.startsWith("WARN estimated_price") && line.contains("unlisted"));
    }
  }

  @Test
  void it_is_refused_where_no_budget_speaks_and_where_one_hard_budget_denies() {
    for (House each :
        new House[] {
          house("{rate: 600/min, of: each key}"),
          house(CONSERVATIVE, "{budget: total, of: member/ada, limit_usd: 1}")
        }) {
      try (var house = each) {
        Heard heard = house.chat(BODY);
        assertThat(heard.status()).isEqualTo(403);
        assertThat(heard.body()).contains("\"code\":\"model_not_priced\"");
        assertThat(house.provider.received()).isEmpty();
      }
    }
  }

  @Test
  void the_limit_counts_it_like_any_other_call() {
    try (var house =
        house("{budget: total, of: workspace, limit_usd: 0.09, unpriced: conservative}")) {
      Heard heard = house.chat(BODY);
      assertThat(heard.status()).isEqualTo(402);
      assertThat(heard.body()).contains("request_exceeds_budget");
    }
  }

  @Test
  void a_name_that_nobody_wrote_down_is_still_no_model() {
    try (var house = house(CONSERVATIVE)) {
      assertThat(house.chat(BODY.replace("unlisted", "unheard-of")).status()).isEqualTo(404);
    }
  }

  @Test
  void a_model_with_a_price_is_charged_at_its_own() {
    try (var house = house(CONSERVATIVE)) {
      assertThat(house.chat(BODY.replace("unlisted", "plain")).header("tollgate-cost-usd"))
          .isEqualTo("0.00201");
      assertThat(house.log).noneMatch(line -> line.contains("estimated_price"));
    }
  }
}
