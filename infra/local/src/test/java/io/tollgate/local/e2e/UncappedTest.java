package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.SideBySide;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A model that ignores the output cap once is bounded by its longest answer from then on.
@SideBySide
@Timeout(120)
class UncappedTest {
  /// What is promised, and a call.
  private static final Duration PROMISED = Duration.ofSeconds(6);

  private static final AtomicInteger TOKENS = new AtomicInteger(10);

  // A token costs $0.0001, so the longest answers cost $0.8.
  private static final String TEXT =
      """
      organisation: acme
      members: {ada: {}}
      providers:
        house:
          base_url: "PROVIDER"
          credential: none
          prices:
            heedless: {input: 0, output: 100, max_output: 8000}
            heeding: {input: 0, output: 100, max_output: 8000}
      policies:
        - {rate: 100000/min, of: each key, tokens: 1000000000/min}
        - {budget: monthly, of: workspace, limit_usd: 100}
      """;

  private static final Site SITE = Site.of(TEXT);
  private static final String FILE = SITE.filled(TEXT);
  private static final Caller CALLER = SITE.caller();

  @BeforeAll
  static void behave() {
    SITE.provider()
        .on(
            "heedless",
            (request, out) -> RawProvider.json(out, 200, RawProvider.completion(TOKENS.get())));
  }

  @AfterAll
  static void close() {
    SITE.close();
  }

  private static String reserved(String model) {
    Caller.Answer answer = CALLER.chat(Caller.prompt("house/" + model, "\"max_tokens\":30"));
    assertThat(answer.told()).isEqualTo("200");
    String id = answer.header("tollgate-request-id");
    Caller.until(() -> CALLER.story(id).path("state").asText().equals("settled"));
    JsonNode story = CALLER.story(id);
    return story.findPath("reserved_usd").asText();
  }

  private static void put(String text) {
    String version = CALLER.admin("GET", "config", "").header("etag");
    Caller.Answer answer =
        CALLER.send("PUT", "/admin/v1/config", SITE.ready().admin(), text, "If-Match", version);
    assertThat(answer.told()).as(answer.body()).isEqualTo("200");
  }

  private static void follows(String reserved) {
    Instant changed = Instant.now();
    Caller.until(() -> reserved("heedless").equals(reserved));
    assertThat(Duration.between(changed, Instant.now())).isLessThan(PROMISED);
  }

  @Test
  void a_broken_cap_is_trusted_by_nobody_within_five_seconds_until_a_file_promises_it_anew() {
    assertThat(reserved("heedless")).isEqualTo("0.003");
    TOKENS.set(2826);
    assertThat(reserved("heedless")).isEqualTo("0.003");
    TOKENS.set(10);
    follows("0.8");
    assertThat(reserved("heeding")).isEqualTo("0.003");
    put(FILE.replace("heedless: {", "heedless: {  "));
    assertThat(reserved("heedless")).isEqualTo("0.8");
    put(FILE.replace("credential: none", "credential: none\n    honours_cap: true"));
    follows("0.003");
  }
}
