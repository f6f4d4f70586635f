package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The README's streaming call, against the demo provider.
@Timeout(60)
abstract class StreamingContract extends GatewayContract {
  @Override
  Needs needs() {
    return Needs.NONE;
  }

  private String streamed(String more) throws IOException {
    try (var wire = new Wire(caller().ready())) {
      wire.call(
          Caller.prompt("gpt-4o-mini", "\"stream\":true" + more),
          "Tollgate-Agent: support-bot",
          "Tollgate-Feature: search");
      return wire.readTo("[DONE]\n\n");
    }
  }

  @Test
  void tokens_arrive_one_by_one_and_spend_shows_the_call_soon_after() throws Exception {
    List<Long> arrivals = new ArrayList<>();
    try (var wire = new Wire(caller().ready())) {
      wire.call(
          Caller.prompt("gpt-4o-mini", "\"stream\":true"),
          "Tollgate-Agent: one-by-one",
          "Tollgate-Feature: one-by-one");
      String event = wire.readTo("\n\n");
      while (!event.contains("[DONE]") && !event.isEmpty()) {
        if (event.contains("\"content\":\"")) {
          arrivals.add(System.nanoTime());
        }
        event = wire.readTo("\n\n");
      }
    }
    long ended = System.nanoTime();
    assertThat(arrivals).hasSizeGreaterThanOrEqualTo(24);
    // 24 words, 60 ms apart: they came as they were spoken, not all at the end.
    Duration whole = Duration.ofNanos(arrivals.getLast() - arrivals.getFirst());
    assertThat(whole).isGreaterThan(Duration.ofSeconds(1));
    Caller.until(
        soon(), () -> caller().latelySpent("agent,feature").toString().contains("\"one-by-one\""));
    assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(soon());
    assertThat(caller().admin("spend?by=feature").toString())
        .contains("\"feature\":\"one-by-one\"")
        .contains("\"output_tokens\":24");
  }

  @Test
  void usage_is_shown_with_its_cost_only_to_those_who_ask() throws Exception {
    String unasked = streamed("");
    assertThat(unasked)
        .doesNotContain("\"usage\":{", "cost_usd", "\"choices\":[]")
        .containsOnlyOnce("data: [DONE]");
    String asked = streamed(",\"stream_options\":{\"include_usage\":true}");
    assertThat(asked)
        .containsOnlyOnce("\"usage\":{")
        .containsPattern("\"tollgate\":\\{\"cost_usd\":\"0\\.0000[0-9]+\"}")
        .containsOnlyOnce("data: [DONE]");
    assertThat(asked.indexOf("cost_usd")).isLessThan(asked.indexOf("[DONE]"));
  }

  @Test
  void every_answer_says_whose_it_is_and_what_is_left() throws Exception {
    String head = streamed("").split("\r\n\r\n", 2)[0].toLowerCase(java.util.Locale.ROOT);
    assertThat(head)
        .contains("tollgate-request-id: ")
        .contains("x-request-id: ")
        .contains(
            "tollgate-attribution: member=ada;agent=support-bot;department=research;feature=search")
        .contains("tollgate-budget-remaining-usd: ");
    Caller.Answer plain = caller().ask("gpt-4o-mini");
    assertThat(plain.header("tollgate-cost-usd")).matches("0\\.0000[0-9]+");
    assertThat(plain.header("tollgate-request-id")).isEqualTo(plain.header("x-request-id"));
  }
}
