package io.tollgate.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What nobody should send: each gets a clear error in OpenAI's shape, and no provider hears of it.
@Timeout(120)
abstract class HostileInputContract extends GatewayContract {
  @Override
  Needs needs() {
    return Needs.policies("")
        .models("big: {input: 0, output: 100, max_output: 2000, context: 100000}");
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

  /// Status and code, and that the shape is OpenAI's.
  private static String told(Caller.Answer answer) {
    JsonNode error = answer.json().path("error");
    assertThat(error.path("message").asText()).as(answer.body()).matches("(?s).+[.?]");
    assertThat(error.path("type").asText()).isNotEmpty();
    assertThat(error.has("param")).isTrue();
    assertThat(error.path("tollgate").path("request_id").asText())
        .as(answer.body())
        .isEqualTo(answer.header("tollgate-request-id"))
        .isEqualTo(answer.header("x-request-id"))
        .isNotEmpty();
    assertThat(answer.body()).doesNotContain("io.tollgate", "java.", "Exception", "jackson");
    return answer.told();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "",
      value = {
        "{}|model",
        "{\"model\":\"house/m\"|",
        "not json|",
        "[]|",
        "null|",
        "\"text\"|",
        "{\"model\":7}|model",
        "{\"model\":null}|model",
        "{\"model\":\"\"}|model",
        "{\"model\":\"house/m\",\"model\":\"house/big\"}|model",
        "{\"model\":\"house/m\",\"Model\":\"house/big\"}|model",
        "{\"model\":\"house/m\",\"messages\":7}|messages",
        "{\"model\":\"house/m\",\"max_tokens\":-1}|max_tokens",
        "{\"model\":\"house/m\",\"max_tokens\":0}|max_tokens",
        "{\"model\":\"house/m\",\"max_tokens\":1.5}|max_tokens",
        "{\"model\":\"house/m\",\"max_tokens\":\"1\"}|max_tokens",
        "{\"model\":\"house/m\",\"max_tokens\":9223372036854775807}|max_tokens",
        "{\"model\":\"house/m\",\"max_tokens\":99999999999999999999}|max_tokens",
        "{\"model\":\"house/m\",\"max_tokens\":1e3}|max_tokens",
        "{\"model\":\"house/m\",\"max_tokens\":5,\"max_tokens\":-5}|max_tokens",
        "{\"model\":\"house/m\",\"max_completion_tokens\":-1}|max_completion_tokens",
        "{\"model\":\"house/m\",\"n\":129}|n",
        "{\"model\":\"house/m\",\"n\":-1}|n",
        "{\"model\":\"house/m\",\"n\":4294967297}|n",
        "{\"model\":\"house/m\",\"stream\":\"yes\"}|stream",
        "{\"model\":\"house/m\",\"stream_options\":{\"include_usage\":1}}|stream_options.include_usage",
        "{\"model\":\"house/m\"} {\"model\":\"house/m\"}|",
        "{\"model\":\"house/m\",\"max_tokens\":NaN}|",
        "{'model':'house/m'}|",
      })
  void a_body_that_cannot_be_meant_is_a_400_that_names_the_field(String body, String field) {
    long heard = provider().heard().size();
    Caller.Answer answer = caller().chat(body);
    assertThat(told(answer)).as(body).isEqualTo("400 invalid_request");
    assertThat(answer.json().path("error").path("param").asText(""))
        .isEqualTo(field == null ? "" : field);
    assertThat(provider().heard()).hasSize((int) heard);
  }

  @Test
  void no_body_at_all_is_a_400() {
    assertThat(told(caller().chat(""))).isEqualTo("400 invalid_request");
  }

  @Test
  void nul_bytes_broken_utf_8_and_bottomless_nesting_are_a_400() throws Exception {
    for (byte[] body :
        new byte[][] {
          "{\"model\":\"house/m\0\"}".getBytes(UTF_8),
          {'{', '"', 'm', (byte) 0xc3, '"', ':', '1', '}'},
          ("{\"model\":\"house/m\",\"messages\":" + "[".repeat(100_000)).getBytes(UTF_8),
          ("{\"model\":\"house/m\",\"x\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_001))
              .getBytes(UTF_8),
        }) {
      assertThat(told(Caller.send(post().POST(BodyPublishers.ofByteArray(body)).build())))
          .isEqualTo("400 invalid_request");
    }
  }

  private HttpRequest.Builder post() {
    return HttpRequest.newBuilder(URI.create(caller().ready().url() + "/chat/completions"))
        .header("Authorization", "Bearer " + caller().ready().key());
  }

  @ParameterizedTest
  @ValueSource(ints = {4_500_001, 5_000_000, 8_000_000, 12_000_000})
  void a_huge_body_is_a_413_that_names_the_limit(int size) {
    String start = "{\"model\":\"house/m\",\"messages\":[{\"role\":\"user\",\"content\":\"";
    String body = start + "x".repeat(size - start.length() - 4) + "\"}]}";
    Caller.Answer answer = caller().chat(body);
    assertThat(answer.told()).isEqualTo("413 request_too_large");
    assertThat(answer.message()).containsPattern("4,?500,?000");
    assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    assertThat(answer.header("tollgate-request-id").isEmpty()).isEqualTo(size > 10_485_760);
  }

  @Test
  void a_body_just_below_the_limit_passes() {
    String start =
        "{\"model\":\"house/m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\","
            + "\"content\":\"";
    String body = start + "x".repeat(4_500_000 - start.length() - 4) + "\"}]}";
    assertThat(caller().chat(body).told()).isEqualTo("200");
  }

  @Test
  void gzip_is_decoded_a_bomb_refused_and_other_encodings_are_a_415() throws IOException {
    assertThat(encoded("gzip", zipped(Caller.prompt("house/m"))).told()).isEqualTo("200");
    assertThat(provider().heard().getLast().body()).contains("\"Hello.\"");
    assertThat(provider().heard().getLast().head()).doesNotContainIgnoringCase("content-encoding");
    assertThat(told(encoded("gzip", Bomb.ZIPPED))).isEqualTo("413 request_too_large");
    assertThat(told(encoded("gzip", Caller.prompt("house/m").getBytes(UTF_8))))
        .isEqualTo("400 invalid_request");
    assertThat(told(encoded("gzip", java.util.Arrays.copyOf(zipped(Caller.prompt("m")), 20))))
        .isEqualTo("400 invalid_request");
    for (String other : new String[] {"br", "zstd", "deflate", "gzip, gzip", "banana"}) {
      assertThat(told(encoded(other, Caller.prompt("house/m").getBytes(UTF_8))))
          .isEqualTo("415 unsupported_encoding");
    }
  }

  private Caller.Answer encoded(String encoding, byte[] body) {
    return Caller.send(
        post().header("Content-Encoding", encoding).POST(BodyPublishers.ofByteArray(body)).build());
  }

  /// Zipped once for all gateways, since it takes seconds.
  private static final class Bomb {
    static final byte[] ZIPPED = zipped();

    private static byte[] zipped() {
      String text = "{\"model\":\"house/m\",\"x\":\"" + "x".repeat(200_000_000) + "\"}";
      try {
        return HostileInputContract.zipped(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static byte[] zipped(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/embeddings, 404",
    "POST, /v1/responses, 404",
    "POST, /v1/messages, 404",
    "GET, /, 404",
    "GET, /v1, 404",
    "GET, /v2/models, 404",
    "POST, /v1/chat/completions/, 404",
    "POST, /v1//chat/completions, 404",
    "POST, /v1/../v1/chat/completions, 404",
    "POST, /V1/chat/completions, 404",
    "GET, /v1/chat/completions, 405",
    "DELETE, /v1/chat/completions, 405",
    "OPTIONS, /v1/chat/completions, 405",
    "POST, /v1/models, 405",
    "POST, /v1/usage, 405",
  })
  void an_unknown_route_or_method_is_refused(String method, String path, int status) {
    long heard = provider().heard().size();
    Caller.Answer answer = caller().send(method, path, caller().ready().key(), "");
    assertThat(told(answer)).isEqualTo(status + " route_not_metered");
    assertThat(answer.header("allow").isEmpty()).isEqualTo(status == 404);
    assertThat(provider().heard()).hasSize((int) heard);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tg-",
        "tg-nobody",
        "sk-1234567890",
        "tg-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "tga-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "Bearer x",
      })
  void an_unknown_or_malformed_key_is_a_401_on_every_route(String key) {
    String body = Caller.prompt("house/m");
    assertThat(told(caller().send("POST", "/v1/chat/completions", key, body)))
        .isEqualTo("401 invalid_api_key");
    assertThat(told(caller().send("GET", "/v1/models", key, ""))).isEqualTo("401 invalid_api_key");
    assertThat(told(caller().send("GET", "/v1/usage", key, ""))).isEqualTo("401 invalid_api_key");
    // Authenticate first: a stranger learns nothing of what is wrong with the rest.
    assertThat(told(caller().send("POST", "/v1/chat/completions", key, "{")))
        .isEqualTo("401 invalid_api_key");
  }

  @Test
  void the_admins_key_opens_nothing_here_and_no_key_stands_in_an_address() {
    String body = Caller.prompt("house/m");
    assertThat(told(caller().with(caller().ready().admin()).chat(body)))
        .isEqualTo("401 invalid_api_key");
    String key = caller().ready().key();
    for (String query : new String[] {"?key=" + key, "?a=b&key=" + key, "?k%65y=" + key}) {
      assertThat(told(caller().send("POST", "/v1/chat/completions" + query, key, body)))
          .as(query)
          .isEqualTo("401 invalid_api_key");
    }
    assertThat(
            told(
                caller()
                    .send(
                        "POST",
                        "/v1/chat/completions",
                        "",
                        body,
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=x")))
        .isEqualTo("401 invalid_api_key");
  }

  @Test
  void other_clients_headers_for_the_key_work_too() {
    for (String header : new String[] {"x-api-key", "api-key", "x-goog-api-key"}) {
      assertThat(
              caller()
                  .send(
                      "POST",
                      "/v1/chat/completions?beta=true",
                      "",
                      Caller.prompt("house/m"),
                      header,
                      caller().ready().key())
                  .told())
          .isEqualTo("200");
    }
  }

  @Test
  void an_unknown_model_is_a_404_with_the_nearest_names() {
    Caller.Answer answer = caller().ask("house/bigg");
    assertThat(told(answer)).isEqualTo("404 model_not_found");
    assertThat(answer.message()).contains("house/big");
    assertThat(told(caller().ask("nowhere/m"))).isEqualTo("404 model_not_found");
    assertThat(told(caller().ask("house/"))).isEqualTo("404 model_not_found");
    assertThat(told(caller().ask("../../etc/passwd"))).isEqualTo("404 model_not_found");
    assertThat(told(caller().get("/v1/models/nope"))).isEqualTo("404 model_not_found");
    assertThat(told(caller().get("/v1/models/%00"))).isEqualTo("404 model_not_found");
  }

  @Test
  void a_cap_beyond_the_models_own_is_lowered_and_said() {
    Caller.Answer answer = caller().chat(Caller.prompt("house/big", "\"max_tokens\":1000000"));
    assertThat(answer.told()).isEqualTo("200");
    assertThat(answer.header("tollgate-clamped-max-tokens")).isEqualTo("2000");
    assertThat(provider().heard().getLast().body()).contains("2000").doesNotContain("1000000");
  }

  @Test
  void a_call_without_a_cap_gets_one() {
    assertThat(caller().chat(Caller.prompt("house/m", "\"n\":1")).told()).isEqualTo("200");
    assertThat(provider().heard().getLast().body()).contains("4096");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"web_search_options\":{}",
        "\"service_tier\":\"priority\"",
        "\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"x\",\"format\":\"wav\"}",
      })
  void what_cannot_be_bounded_is_a_403_under_a_hard_budget(String field) {
    Caller.Answer answer = caller().chat(Caller.prompt("house/m", field));
    assertThat(told(answer)).isEqualTo("403 cost_not_boundable");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(field).contains(answer.json().at("/error/param").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%zz",
        "%f",
        "%00",
        "%0a",
        "%c3%28",
        "%ff",
        "%E2%80%A8%0D",
        "a%0D%0Ab",
      })
  void a_header_that_is_no_name_is_a_400_that_names_the_header(String value) {
    Caller.Answer answer = caller().ask("house/m", "Tollgate-Feature", value);
    assertThat(told(answer)).isEqualTo("400 invalid_request");
    assertThat(answer.json().at("/error/param").asText()).isEqualToIgnoringCase("Tollgate-Feature");
  }

  @Test
  void a_name_has_at_most_128_code_points() {
    String emoji = "%F0%9F%99%82";
    assertThat(caller().ask("house/m", "Tollgate-Agent", emoji.repeat(128)).told())
        .isEqualTo("200");
    assertThat(told(caller().ask("house/m", "Tollgate-Agent", emoji.repeat(129))))
        .isEqualTo("400 invalid_request");
    assertThat(told(caller().ask("house/m", "Tollgate-Agent", "x".repeat(200))))
        .isEqualTo("400 invalid_request");
    assertThat(told(caller().ask("house/m", "Tollgate-Session-Id", "x".repeat(200))))
        .isEqualTo("400 invalid_request");
  }

  @Test
  void names_with_signs_in_them_do_not_collide_and_come_back_encoded() {
    for (String name : new String[] {"a%23b", "a%2Fb", "%D7%A9", "a%3Bb%3Dc", "a b"}) {
      Caller.Answer answer = caller().ask("house/m", "Tollgate-Agent", name);
      assertThat(answer.told()).isEqualTo("200");
      assertThat(answer.header("tollgate-attribution"))
          .contains("agent=" + name.replace(" ", "%20") + ";");
    }
    Caller.until(() -> caller().latelySpent("agent").toString().contains("a;b=c"));
    assertThat(caller().admin("spend?by=agent").toString())
        .contains("\"a#b\"", "\"a/b\"", "\"ש\"", "\"a;b=c\"", "\"a b\"");
  }

  @Test
  void a_name_that_came_in_bytes_which_headers_cannot_carry_is_refused_not_garbled()
      throws Exception {
    try (var wire = new Wire(caller().ready())) {
      String answer =
          wire.call(Caller.prompt("house/m"), "Tollgate-Agent: Zoë", "Connection: close").rest();
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("Tollgate-Agent")
          .contains("percent-encoded");
    }
    Caller.Answer answer = caller().ask("house/m", "Tollgate-Agent", "Zo%C3%AB");
    assertThat(answer.header("tollgate-attribution")).contains("agent=Zo%C3%AB;");
  }

  @Test
  void a_chunked_request_is_read() throws Exception {
    String body = Caller.prompt("house/m");
    var chunks = new StringBuilder();
    for (int i = 0; i < body.length(); i += 7) {
      String piece = body.substring(i, Math.min(body.length(), i + 7));
      chunks
          .append(Integer.toHexString(piece.length()))
          .append("\r\n")
          .append(piece)
          .append("\r\n");
    }
    try (var wire = new Wire(caller().ready())) {
      String head = wire.head(0, "Transfer-Encoding: chunked", "Connection: close");
      wire.say(head.replace("Content-Length: 0\r\n", "") + chunks + "0\r\n\r\n");
      assertThat(wire.rest()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void a_request_with_two_lengths_is_refused_and_smuggles_nothing() throws Exception {
    long heard = provider().heard().size();
    try (var wire = new Wire(caller().ready())) {
      String smuggled = "POST /v1/chat/completions HTTP/1.1\r\n\r\n";
      wire.say(wire.head(5, "Transfer-Encoding: chunked") + "0\r\n\r\n" + smuggled);
      assertThat(wire.rest()).matches("(?s)|HTTP/1\\.1 400.*").doesNotContain("404", "200");
    }
    try (var wire = new Wire(caller().ready())) {
      wire.say(wire.head(50, "Content-Length: 3") + "{}" + " ".repeat(60));
      assertThat(wire.rest()).matches("(?s)|HTTP/1\\.1 400.*").doesNotContain("404", "200");
    }
    assertThat(provider().heard()).hasSize((int) heard);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "abc", "99999999999999999999", "1 2", "0x10"})
  void a_content_length_that_is_none_is_refused(String length) throws Exception {
    try (var wire = new Wire(caller().ready())) {
      wire.say(wire.head(0).replace("Content-Length: 0", "Content-Length: " + length) + "{}");
      assertThat(wire.rest()).matches("(?s)|HTTP/1\\.1 4(00|13).*\"error\".*");
    }
  }

  @Test
  void pipelined_calls_are_answered_in_order() throws Exception {
    try (var wire = new Wire(caller().ready())) {
      String body = Caller.prompt("house/m");
      wire.say(
          wire.head(body.length(), "Tollgate-Agent: first")
              + body
              + wire.head(body.length(), "Tollgate-Agent: second", "Connection: close")
              + body);
      String answers = wire.rest();
      assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
      assertThat(answers.indexOf("agent=first")).isLessThan(answers.indexOf("agent=second"));
    }
  }

  @Test
  void an_endless_head_and_a_wrong_protocol_are_told_in_openais_shape() throws Exception {
    try (var wire = new Wire(caller().ready())) {
      wire.say(wire.head(0, "X-Long: " + "x".repeat(200_000)));
      assertThat(wire.rest()).matches("(?s)(HTTP/1\\.1 4.*\"error\".*|\\[reset])");
    } catch (IOException cut) {
      // The gateway may hang up while it is still being written to.
    }
    try (var wire = new Wire(caller().ready())) {
      wire.say("BANANA\r\n\r\n");
      assertThat(wire.rest()).startsWith("HTTP/1.1 400").contains("\"error\"");
    }
    assertThat(caller().ask("house/m").told()).isEqualTo("200");
  }

  @Test
  void an_upgrade_that_nobody_needs_is_ignored() throws Exception {
    try (var wire = new Wire(caller().ready())) {
      String answer =
          wire.call(
                  Caller.prompt("house/m"),
                  "Connection: Upgrade, HTTP2-Settings",
                  "Upgrade: h2c",
                  "HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA")
              .readTo("\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void an_expectation_is_met() throws Exception {
    try (var wire = new Wire(caller().ready())) {
      String body = Caller.prompt("house/m");
      wire.say(wire.head(body.length(), "Expect: 100-continue", "Connection: close"));
      assertThat(wire.readTo("\r\n\r\n")).startsWith("HTTP/1.1 100");
      assertThat(wire.say(body).rest()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void unknown_fields_pass_byte_for_byte() {
    String more = "\"x_new\": {\"a\" : [1,2.50, 1e2]}, \"user\":\"\\u00e9\",\"max_tokens\":5";
    assertThat(caller().chat(Caller.prompt("house/m", more)).told()).isEqualTo("200");
    assertThat(provider().heard().getLast().body())
        .contains("\"x_new\": {\"a\" : [1,2.50, 1e2]}, \"user\":\"\\u00e9\"");
  }
}
