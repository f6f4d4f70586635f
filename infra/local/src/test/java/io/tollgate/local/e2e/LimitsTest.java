package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Beside the contract what needs an answer within so many milliseconds, or a file of its own.
@Isolated
class LimitsTest extends LimitsContract {
  @Test
  void concurrency_of_one_lets_a_sequential_client_pass_on_whatever_connection() throws Exception {
    provider().on("stream", (request, out) -> RawProvider.stream(out, "Hi", 1));
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      // The next call leaves as soon as the last byte is here, and on a connection of its own.
      refused += passes("}}", Caller.prompt("house/m")) ? 0 : 1;
      String stream = Caller.prompt("house/stream", "\"stream\":true,\"max_tokens\":10");
      refused += passes("[DONE]\n\n", stream) ? 0 : 1;
    }
    // A machine that stalls, as those of builds do, leaves a settlement to the queue: the slot is
    // free a moment later, and the next call is told so.
    assertThat(refused).isLessThanOrEqualTo(4);
  }

  /// Whether a call is answered, up to its last byte, rather than told to come back.
  private boolean passes(String end, String body) throws IOException {
    try (var wire = new Wire(caller().ready())) {
      wire.call(body, "Tollgate-Agent: single");
      String status = wire.readTo("\r\n");
      if (status.startsWith("HTTP/1.1 429 ")) {
        return false;
      }
      assertThat(status).startsWith("HTTP/1.1 200 ");
      assertThat(wire.readTo(end)).endsWith(end);
      return true;
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
