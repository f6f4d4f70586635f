package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Beside the contract what needs an answer within so many milliseconds, or a file of its own.
@Isolated
class LimitsTest extends LimitsContract {
  @Test
  void concurrency_of_one_lets_a_sequential_client_pass_every_time_on_whatever_connection()
      throws Exception {
    provider().on("stream", (request, out) -> RawProvider.stream(out, "Hi", 1));
    for (int i = 0; i < 200; i++) {
      // The next call leaves as soon as the last byte is here, and on a connection of its own.
      try (var wire = new Wire(caller().ready())) {
        wire.call(Caller.prompt("house/m"), "Tollgate-Agent: single");
        assertThat(wire.readTo("}}")).startsWith("HTTP/1.1 200");
      }
      try (var wire = new Wire(caller().ready())) {
        wire.call(
            Caller.prompt("house/stream", "\"stream\":true,\"max_tokens\":10"),
            "Tollgate-Agent: single");
        assertThat(wire.readTo("[DONE]\n\n")).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void a_rate_says_exactly_when_to_come_back() throws Exception {
    assertThat(caller().ask("house/m", "Tollgate-Agent", "slow").told()).isEqualTo("200");
    assertThat(caller().ask("house/m", "Tollgate-Agent", "slow").told()).isEqualTo("200");
    Caller.Answer third = caller().ask("house/m", "Tollgate-Agent", "slow");
    assertThat(third.told()).isEqualTo("429 rate_limit_exceeded");
    assertThat(third.header("retry-after")).isEqualTo("1");
    assertThat(third.header("x-ratelimit-limit-requests")).isEqualTo("60");
    assertThat(third.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(third.header("x-ratelimit-reset-requests")).matches("[0-9.]+s");
    Thread.sleep(1_000);
    Caller.Answer later = caller().ask("house/m", "Tollgate-Agent", "slow");
    assertThat(later.told()).isEqualTo("200");
    assertThat(later.header("x-ratelimit-limit-requests")).isEmpty();
  }

  @Test
  void without_a_word_in_the_file_each_key_has_a_hundred_requests_a_minute() {
    try (var plain =
        Site.of(
            """
            organisation: acme
            providers:
              house: {base_url: "PROVIDER", credential: none, prices: {m: {input: 0, output: 100}}}
            policies: [{budget: total, of: workspace, limit_usd: 1000}]
            """)) {
      Caller client = plain.caller();
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
}
