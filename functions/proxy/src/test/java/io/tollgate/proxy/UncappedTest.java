package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Reservation;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A provider that does not heed the output cap is believed once. The longest answer of `house`'s
/// models is 8,192 tokens.
class UncappedTest {
  private static final String SHORT =
      ",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));

  private House house(String rules) {
    return new House(rules, now::get, UnaryOperator.identity());
  }

  private void later() {
    now.set(now.get().plusSeconds(6));
  }

  private static Heard ask(House house, String model, int tokens) {
    house.provider.plays(
        FakeProvider.plain(
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
                + "\"completion_tokens\":"
                + tokens
                + ",\"total_tokens\":"
                + (tokens + 1)
                + "}}"));
    return house.chat("{\"model\":\"" + model + "\"" + SHORT);
  }

  private static Reservation reserved(House house) {
    return ((UsageEvent.Ended) house.events.getLast()).incoming().reservation();
  }

  @Test
  void a_call_that_cost_more_than_its_bound_makes_the_next_one_hold_the_longest_answer() {
    try (var house = house("policies: [{budget: total, of: workspace, limit_usd: 5}]\n")) {
      assertThat(ask(house, "free-in", 2826).status()).isEqualTo(200);
      assertThat(reserved(house).outputTokens()).isEqualTo(10);
      assertThat(house.log).anyMatch(line -> line.contains("provider=house, model=free-in"));
      later();
      assertThat(ask(house, "free-in", 5).status()).isEqualTo(200);
      assertThat(reserved(house).outputTokens()).isEqualTo(8192);
      assertThat(reserved(house).amount().plain()).isEqualTo("0.8192");
      assertThat(house.provider.last().body()).contains("\"max_tokens\":10");
    }
  }

  @Test
  void another_model_of_the_same_provider_is_still_believed() {
    try (var house = house("policies: [{budget: total, of: workspace, limit_usd: 5}]\n")) {
      ask(house, "free-in", 2826);
      later();
      ask(house, "plain", 5);
      assertThat(reserved(house).outputTokens()).isEqualTo(10);
    }
  }

  @Test
  void what_the_longest_answer_could_overdraw_is_refused() {
    try (var house = house("policies: [{budget: total, of: workspace, limit_usd: 1}]\n")) {
      assertThat(ask(house, "free-in", 2826).status()).isEqualTo(200);
      later();
      // $0.7174 are left, and the longest answer costs $0.8192.
      Heard heard = ask(house, "free-in", 5);
      assertThat(heard.status()).isEqualTo(402);
      assertThat(heard.body()).contains("request_exceeds_budget");
    }
  }
}
