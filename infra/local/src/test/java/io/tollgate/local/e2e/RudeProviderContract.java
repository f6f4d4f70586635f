package io.tollgate.local.e2e;

import static io.tollgate.local.e2e.RawProvider.completion;
import static io.tollgate.local.e2e.RawProvider.json;
import static io.tollgate.local.e2e.RawProvider.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A provider that is down, lies, never ends or breaks off: a clear error, nothing leaked, nothing
/// held for ever, and the bound where nobody knows what it cost.
@Timeout(120)
abstract class RudeProviderContract extends GatewayContract {
  // 1,000 tokens of output at $100 a million.
  private static final String BOUND = "0.1";

  @Override
  Needs needs() {
    return Needs.policies("")
        .providers(
            """
            rude:
              base_url: "PROVIDER"
              credential: "env:HOUSE_KEY"
              timeouts: {connect: 1s, first_byte: 1s, idle: 1s, total: 3s}
              prices:
                m: {input: 0, output: 100}
                over: {input: 0, output: 100}
            down:
              base_url: "http://127.0.0.1:1/v1"
              credential: none
              prices:
                m: {input: 0, output: 100}
            """);
  }

  /// Asked once, after all tests: it takes longer than most of them.
  @AfterAll
  void nothing_stays_held() {
    Caller.until(() -> held().equals("0"));
    assertThat(held()).isEqualTo("0");
  }

  private String held() {
    return caller().budget("monthly:workspace", "workspace").path("held_usd").asText();
  }

  private Caller.Answer plain(RawProvider.Conduct conduct) {
    provider().on("m", conduct);
    return nothingLeaks(caller().ask("rude/m"));
  }

  private Caller.Answer streamed(RawProvider.Conduct conduct) {
    provider().on("m", conduct);
    return nothingLeaks(
        caller().chat(Caller.prompt("rude/m", "\"max_tokens\":1000,\"stream\":true")));
  }

  private static Caller.Answer nothingLeaks(Caller.Answer answer) {
    String headers = answer.response().headers().map().toString();
    assertThat(answer.body() + headers)
        .doesNotContain(Site.SECRET, "io.tollgate", "java.", "Exception");
    assertThat(answer.header("tollgate-request-id")).isNotEmpty();
    return answer;
  }

  private JsonNode story(Caller.Answer answer) {
    String id = answer.header("tollgate-request-id");
    var story = new AtomicReference<>(caller().story(id));
    Caller.until(() -> {
      boolean isThere =
          story.get().path("state").asText().equals("settled")
              && story.get().path("tries").size() == 1;
      if (!isThere) {
        story.set(caller().story(id));
      }
      return isThere;
    });
    return story.get();
  }

  private void costs(Caller.Answer answer, String usd, String source) {
    JsonNode story = story(answer);
    assertThat(story.path("cost_usd").asText() + " by " + story.path("source").asText())
        .as(story.toString())
        .isEqualTo(usd + " by " + source);
  }

  private String triedWith(Caller.Answer answer) {
    JsonNode attempt = story(answer).path("tries").path(0);
    return attempt.path("status").asText() + " " + attempt.path("error").asText();
  }

  @Test
  void a_provider_that_is_down_is_a_502_and_free() {
    Caller.Answer answer = nothingLeaks(caller().ask("down/m"));
    assertThat(answer.told()).isEqualTo("502 provider_unavailable");
    assertThat(answer.json().path("error").path("tollgate").path("request_id").asText())
        .isEqualTo(answer.header("tollgate-request-id"));
    costs(answer, "0", "none");
    assertThat(triedWith(answer)).isEqualTo("0 provider_unavailable");
  }

  @Test
  void our_credential_goes_to_the_provider_and_the_callers_does_not() {
    provider().on("m", (request, out) -> json(out, 200, completion(10)));
    Caller.Answer answer =
        nothingLeaks(
            caller()
                .ask(
                    "rude/m",
                    "Cookie",
                    "a=b",
                    "OpenAI-Organization",
                    "org-1",
                    "x-api-key",
                    "tg-x"));
    assertThat(answer.told()).isEqualTo("200");
    String head = provider().heard().getLast().head();
    assertThat(head)
        .contains("Bearer " + Site.SECRET, "accept-encoding: identity")
        .doesNotContainIgnoringCase(
            caller().ready().key(), "cookie", "openai-organization", "x-api-key", "tollgate-");
    assertThat(provider().heard().getLast().body()).contains("\"model\":\"m\"");
    costs(answer, "0.001", "usage");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void a_refused_credential_is_a_502_without_the_providers_text(int status) {
    Caller.Answer answer =
        plain((request, out) ->
            json(
                out,
                status,
                "{\"error\":{\"message\":\"Incorrect API key: " + Site.SECRET + "\"}}",
                "www-authenticate: Bearer error=\"" + Site.SECRET + "\""));
    assertThat(answer.told()).isEqualTo("502 provider_credential_rejected");
    assertThat(answer.message()).contains("rude").doesNotContain("Incorrect");
    costs(answer, "0", "none");
    assertThat(triedWith(answer)).isEqualTo(status + " provider_credential_rejected");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 422, 429, 500, 503, 529})
  void other_errors_pass_as_the_provider_said_them_and_are_free(int status) {
    String body = "{\"error\":{\"message\":\"Slow down.\",\"code\":\"theirs\"}}";
    Caller.Answer answer =
        plain((request, out) ->
            json(
                out,
                status,
                body,
                "retry-after: 7",
                "x-ratelimit-remaining-requests: 0",
                "x-request-id: theirs-1",
                "set-cookie: a=b",
                "server: nginx"));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.header("retry-after")).isEqualTo("7");
    assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(answer.header("tollgate-upstream-request-id")).isEqualTo("theirs-1");
    assertThat(answer.header("x-request-id")).isEqualTo(answer.header("tollgate-request-id"));
    assertThat(answer.header("set-cookie") + answer.header("server")).isEmpty();
    costs(answer, "0", "none");
    assertThat(triedWith(answer)).isEqualTo(status + " status");
  }

  @Test
  void a_redirect_is_not_followed() {
    Caller.Answer answer =
        plain((request, out) ->
            json(out, 307, "{}", "location: " + provider().baseUrl() + "/elsewhere"));
    assertThat(answer.told()).isEqualTo("502 provider_invalid_response");
    assertThat(answer.header("location")).isEmpty();
    costs(answer, "0", "none");
  }

  @Test
  void garbage_is_a_502_and_charged_at_the_bound() {
    for (String garbage : new String[] {"<html>no</html>", "[]", "null", "", "{\"a\":"}) {
      Caller.Answer answer = plain((request, out) -> json(out, 200, garbage));
      assertThat(answer.told()).as(garbage).isEqualTo("502 provider_invalid_response");
      costs(answer, BOUND, "estimated");
    }
  }

  @Test
  void what_is_no_http_is_a_502() {
    Caller.Answer answer = plain((request, out) -> say(out, "SSH-2.0-OpenSSH_9.6\r\n\r\n"));
    assertThat(answer.told()).isEqualTo("502 provider_invalid_response");
    costs(answer, BOUND, "estimated");
    assertThat(plain((request, out) -> say(out, "HTTP/1.1 banana\r\n\r\n")).status())
        .isEqualTo(502);
    assertThat(
            plain((request, out) ->
                    say(out, "HTTP/1.1 200 OK\r\ncontent-length: minus two\r\n\r\nab"))
                .status())
        .isEqualTo(502);
    assertThat(
            plain((request, out) ->
                    say(out, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"))
                .status())
        .isEqualTo(502);
  }

  @Test
  void a_head_without_an_end_is_a_502() {
    Caller.Answer answer =
        plain((request, out) -> {
          say(out, "HTTP/1.1 200 OK\r\n");
          while (true) {
            say(out, "x-more: " + "y".repeat(1000) + "\r\n");
          }
        });
    assertThat(answer.status()).isEqualTo(502);
    costs(answer, BOUND, "estimated");
  }

  @Test
  void silence_is_a_504_and_charged_at_the_bound() {
    Caller.Answer answer = plain((request, out) -> Thread.sleep(10_000));
    assertThat(answer.told()).isEqualTo("504 provider_timeout");
    costs(answer, BOUND, "estimated");
    assertThat(triedWith(answer)).isEqualTo("0 provider_timeout");
  }

  @Test
  void a_hang_up_before_and_within_a_plain_answer_is_a_502_and_charged_at_the_bound() {
    Caller.Answer before = plain((request, out) -> {});
    assertThat(before.told()).isEqualTo("502 provider_unavailable");
    costs(before, BOUND, "estimated");
    Caller.Answer within =
        plain((request, out) -> say(out, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":"));
    assertThat(within.status()).isEqualTo(502);
    costs(within, BOUND, "estimated");
  }

  @Test
  void a_plain_answer_that_never_ends_is_cut_at_the_total_time_out() {
    Caller.Answer answer =
        plain((request, out) -> {
          say(out, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{");
          while (true) {
            Thread.sleep(50);
            say(out, " ");
          }
        });
    assertThat(answer.told()).isEqualTo("504 provider_timeout");
    costs(answer, BOUND, "estimated");
  }

  @Test
  void a_stream_that_never_ends_is_cut_with_an_error_and_without_done() {
    Caller.Answer answer =
        streamed((request, out) -> {
          RawProvider.sse(out);
          while (true) {
            RawProvider.word(out, " and");
            Thread.sleep(20);
          }
        });
    brokenOff(answer, "provider_timeout");
    costs(answer, BOUND, "estimated");
  }

  @Test
  void a_stream_that_breaks_off_ends_with_an_error_and_without_done() {
    Caller.Answer answer =
        streamed((request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "Hi");
        });
    brokenOff(answer, "provider_unavailable");
    costs(answer, BOUND, "estimated");
  }

  @Test
  void a_stream_that_falls_silent_ends_with_an_error() {
    Caller.Answer answer =
        streamed((request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "Hi");
          Thread.sleep(10_000);
        });
    brokenOff(answer, "provider_timeout");
    costs(answer, BOUND, "estimated");
  }

  @Test
  void a_stream_that_ends_in_order_but_too_soon_is_told() {
    Caller.Answer answer =
        streamed((request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "Hi");
          say(out, "0\r\n\r\n");
        });
    brokenOff(answer, "provider_invalid_response");
    costs(answer, BOUND, "estimated");
  }

  private static void brokenOff(Caller.Answer answer, String code) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"content\":\"")
        .contains("\"code\":\"" + code + "\"")
        .endsWith("\n\n")
        .doesNotContain("[DONE]");
    String last = answer.body().strip().lines().reduce((a, b) -> b).orElse("");
    assertThat(last).startsWith("data: {\"error\":{");
  }

  @Test
  void a_stream_of_garbage_is_a_502_before_any_output() {
    Caller.Answer answer =
        streamed((request, out) -> {
          RawProvider.sse(out);
          RawProvider.chunk(out, "{\"id\":\"no json");
        });
    assertThat(answer.told()).isEqualTo("502 provider_invalid_response");
    costs(answer, BOUND, "estimated");
    Caller.Answer empty =
        streamed((request, out) -> {
          RawProvider.sse(out);
          say(out, "0\r\n\r\n");
        });
    assertThat(empty.told()).isEqualTo("502 provider_invalid_response");
    costs(empty, BOUND, "estimated");
  }

  @Test
  void an_answer_without_usage_passes_and_is_charged_at_the_bound() {
    Caller.Answer plain = plain((request, out) -> json(out, 200, completion("")));
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.header("tollgate-cost-usd")).isEmpty();
    costs(plain, BOUND, "estimated");
    Caller.Answer none = plain((request, out) -> json(out, 200, completion(",\"usage\":null")));
    costs(none, BOUND, "estimated");
    Caller.Answer streamed =
        streamed((request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "Hi");
          RawProvider.done(out);
        });
    assertThat(streamed.body()).contains("[DONE]").doesNotContain("error");
    costs(streamed, BOUND, "estimated");
  }

  @Test
  void explicit_zero_usage_is_zero() {
    costs(plain((request, out) -> json(out, 200, completion(0))), "0", "usage");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt_tokens\":5,\"completion_tokens\":-10,\"total_tokens\":-5}",
        "{\"prompt_tokens\":-5,\"completion_tokens\":10,\"total_tokens\":5}",
        "{\"prompt_tokens\":\"5\",\"completion_tokens\":\"10\"}",
        "{\"prompt_tokens\":1e99,\"completion_tokens\":1e99}",
        "{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":99999999999999999999}",
        "{\"prompt_tokens\":5,\"completion_tokens\":9223372036854775807}",
        "{\"prompt_tokens\":5,\"completion_tokens\":10,\"total_tokens\":9223372036854775807}",
        "{\"prompt_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":9223372036854775807},"
            + "\"completion_tokens\":9223372036854775807}",
        "{\"prompt_tokens\":5,\"prompt_tokens_details\":{\"audio_tokens\":1e15},"
            + "\"completion_tokens\":10}",
        "[]",
        "\"free\"",
        "{}",
        "7"
      })
  void usage_that_cannot_be_believed_is_charged_at_the_bound(String usage) {
    Caller.Answer answer =
        plain((request, out) -> json(out, 200, completion(",\"usage\":" + usage)));
    assertThat(answer.status()).as(usage).isEqualTo(200);
    JsonNode story = story(answer);
    assertThat(story.path("cost_usd").asText() + " by " + story.path("source").asText())
        .as(story.toString())
        .isEqualTo(BOUND + " by estimated");
  }

  @Test
  void an_answer_longer_than_its_cap_is_charged_in_full() {
    provider().on("over", (request, out) -> json(out, 200, completion(1500)));
    Caller.Answer answer = nothingLeaks(caller().ask("rude/over"));
    assertThat(answer.status()).isEqualTo(200);
    costs(answer, "0.15", "usage");
  }

  @Test
  void an_error_event_within_a_stream_passes_and_the_bound_is_charged() {
    Caller.Answer answer =
        streamed((request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "Hi");
          RawProvider.chunk(out, "{\"error\":{\"message\":\"overloaded\",\"code\":\"theirs\"}}");
          say(out, "0\r\n\r\n");
        });
    assertThat(answer.body()).contains("\"code\":\"theirs\"").doesNotContain("[DONE]");
    costs(answer, BOUND, "estimated");
  }

  @Test
  void a_connection_that_the_provider_closed_without_a_word_is_not_used_again() throws Exception {
    RawProvider.Conduct rude =
        (request, out) -> {
          String body = completion(10);
          say(
              out,
              "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body);
        };
    for (int i = 0; i < 5; i++) {
      assertThat(plain(rude).told()).isEqualTo("200");
      Thread.sleep(120);
    }
  }

  @Test
  void an_answer_in_lines_of_one_byte_passes_byte_for_byte() throws IOException {
    Caller.Answer answer =
        streamed((request, out) -> {
          RawProvider.sse(out);
          String events =
              "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Grüße 🙂\"}}]}\r\n\r\n"
                  + ": a comment\r\n\r\nevent: x\r\ndata: {\"choices\":[],\"usage\":"
                  + RawProvider.usage(10)
                  + "}\r\n\r\ndata: [DONE]\r\n\r\n";
          for (byte b : events.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            out.write("1\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.write(b);
            out.write("\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
          }
          say(out, "0\r\n\r\n");
        });
    assertThat(answer.body())
        .startsWith(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Grüße 🙂\"}}]}\r\n\r\n"
                + ": a comment\r\n\r\n")
        .endsWith("data: [DONE]\r\n\r\n")
        .doesNotContain("usage");
    costs(answer, "0.001", "usage");
  }
}
