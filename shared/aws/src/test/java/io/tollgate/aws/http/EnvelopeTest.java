package io.tollgate.aws.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final Invocation INVOCATION =
      new Invocation("8476a536-e9f4", Instant.parse("2026-11-24T12:15:00Z"));

  private static Request read(String event) throws IOException {
    return Envelope.read(event.getBytes(UTF_8), INVOCATION);
  }

  /// As API Gateway sends it, shortened where nothing reads it.
  private static final String REST =
      """
      {"resource":"/{proxy+}","path":"/v1/models/openai%2Fgpt-5.5","httpMethod":"post",
       "headers":{"Authorization":"Bearer tg-b","X-Two":"2"},
       "multiValueHeaders":{"Authorization":["Bearer tg-b"],"X-Two":["1","2"]},
       "queryStringParameters":{"tag":"ü"},
       "multiValueQueryStringParameters":{"tag":["a&b","ü"],"beta":["true"]},
       "pathParameters":{"proxy":"v1/models"},"stageVariables":null,
       "requestContext":{"resourceId":"x","stage":"live","requestId":"not-ours","path":"/live/v1/models",
         "identity":{"sourceIp":"203.0.113.9","userAgent":null},"authorizer":{"claims":{"a":[1,{}]}}},
       "body":"{\\"model\\":\\"gpt-5.5\\",\\"grüße\\":\\"\\uD83D\\uDE00\\"}","isBase64Encoded":false}
      """;

  @Test
  void a_rest_event_becomes_a_request() throws IOException {
    Request request = read(REST);
    assertThat(request.id()).isEqualTo("8476a536-e9f4");
    assertThat(request.deadline()).isEqualTo(INVOCATION.deadline());
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/models/openai/gpt-5.5");
    assertThat(request.query()).isEqualTo("tag=a%26b&tag=%C3%BC&beta=true");
    assertThat(request.headers().all("x-two")).containsExactly("1", "2");
    assertThat(request.headers().first("authorization")).contains("Bearer tg-b");
    assertThat(new String(request.body(), UTF_8))
        .isEqualTo("{\"model\":\"gpt-5.5\",\"grüße\":\"😀\"}");
  }

  @Test
  void a_function_url_event_becomes_the_same_kind_of_request() throws IOException {
    Request request =
        read(
            """
            {"version":"2.0","routeKey":"$default","rawPath":"/live/v1/models/a%20b","rawQueryString":"beta=true&x=%C3%BC",
             "cookies":["a=1","b=2"],"headers":{"x-api-key":"tg-b","content-type":"application/json"},
             "queryStringParameters":{"beta":"true","x":"ü"},
             "requestContext":{"http":{"method":"GET","path":"/v1/models/a b","protocol":"HTTP/1.1"},"stage":"live",
               "requestId":"r","timeEpoch":1},"isBase64Encoded":false}
            """);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/v1/models/a b");
    assertThat(request.query()).isEqualTo("beta=true&x=%C3%BC");
    assertThat(request.headers().first("x-api-key")).contains("tg-b");
    assertThat(request.headers().first("cookie")).contains("a=1; b=2");
    assertThat(request.body()).isEmpty();
  }

  @Test
  void a_base64_body_arrives_byte_for_byte() throws IOException {
    byte[] body = {0, -1, 31, -117, 10, 0};
    String base64 = Base64.getEncoder().encodeToString(body);
    assertThat(read("{\"body\":\"" + base64 + "\",\"isBase64Encoded\":true}").body())
        .isEqualTo(body);
    assertThat(read("{\"isBase64Encoded\":true,\"body\":\"" + base64 + "\"}").body())
        .isEqualTo(body);
  }

  @Test
  void a_body_that_only_claims_to_be_base64_is_an_error() {
    assertThatThrownBy(() -> read("{\"body\":\"?!\",\"isBase64Encoded\":true}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("base64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"text\"",
        "null",
        "7",
        "{\"path\":null,\"headers\":null,\"body\":null}",
        "{\"path\":{\"a\":1},\"headers\":[1],\"multiValueHeaders\":{\"a\":null,\"b\":{}},\"httpMethod\":[]}",
        "{\"requestContext\":[],\"cookies\":{},\"queryStringParameters\":\"x\",\"rawQueryString\":{}}",
        "{\"source\":\"aws.events\",\"detail\":{\"deep\":[[{}]]}}"
      })
  void an_event_of_an_unknown_shape_is_a_request_without_what_it_lacks(String event)
      throws IOException {
    Request request = read(event);
    assertThat(request.body()).isEmpty();
    assertThat(request.method()).isEmpty();
    assertThat(request.query()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"path\":", "{\"body\":\"never ends", "{\"path\" \"x\"}", "nonsense"})
  void an_event_that_is_not_json_is_an_error(String event) {
    assertThatThrownBy(() -> read(event)).isInstanceOf(IOException.class);
  }

  @Test
  void a_path_that_came_decoded_keeps_its_percent_signs() throws IOException {
    assertThat(read("{\"path\":\"/v1/100%\"}").path()).isEqualTo("/v1/100%");
    assertThat(read("{\"path\":\"/v1/%zz%4\"}").path()).isEqualTo("/v1/%zz%4");
    assertThat(read("{\"path\":\"/v1/a+b%C3%BC\"}").path()).isEqualTo("/v1/a+bü");
  }

  /// Records each write, flush and close.
  private static final class Recorder extends OutputStream {
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      events.add("write");
      all.write(bytes, from, length);
    }

    @Override
    public void flush() {
      events.add("flush");
    }

    @Override
    public void close() {
      events.add("close");
    }

    private String body() {
      String text = all.toString(UTF_8);
      return text.substring(text.indexOf("\0".repeat(8)) + 8);
    }

    private JsonNode prelude() throws IOException {
      String text = all.toString(UTF_8);
      return new ObjectMapper().readTree(text.substring(0, text.indexOf("\0".repeat(8))));
    }
  }

  @Test
  void an_answer_is_prelude_eight_zero_bytes_and_body() throws IOException {
    var out = new Recorder();
    var headers =
        Headers.builder()
            .add("Content-Type", "text/plain")
            .add("two", "1")
            .add("two", "2")
            .add("quoted", "\"\\")
            .build();
    try (var body = Envelope.reply(out).begin(201, headers)) {
      body.write("grüße".getBytes(UTF_8));
    }
    assertThat(out.prelude())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"statusCode":201,"headers":{"content-type":"text/plain","quoted":"\\"\\\\"},
                     "multiValueHeaders":{"two":["1","2"]}}\
                    """));
    assertThat(out.body()).isEqualTo("grüße");
  }

  @Test
  void head_and_first_bytes_travel_in_one_write_and_each_flush_in_one_more() throws IOException {
    var out = new Recorder();
    var body = Envelope.reply(out).begin(200, Headers.NONE);
    body.write("da".getBytes(UTF_8));
    body.write("ta".getBytes(UTF_8));
    body.flush();
    body.write("more".getBytes(UTF_8));
    body.flush();
    body.close();
    body.close();
    assertThat(out.events).containsExactly("write", "flush", "write", "flush", "close");
  }

  @Test
  void a_large_body_is_not_kept_until_its_end() throws IOException {
    var out = new Recorder();
    var body = Envelope.reply(out).begin(200, Headers.NONE);
    byte[] piece = "x".repeat(1000).getBytes(UTF_8);
    for (int i = 0; i < 1000; i++) {
      body.write(piece);
    }
    assertThat(out.all.size()).isGreaterThan(900_000);
    body.close();
    assertThat(out.body()).hasSize(1_000_000);
  }

  @Test
  void an_empty_body_has_one_byte_since_none_would_hang_the_client() throws IOException {
    var out = new Recorder();
    Envelope.reply(out).begin(204, Headers.NONE).close();
    assertThat(out.body()).isEqualTo("\n");
  }

  @Test
  void a_value_cannot_forge_a_header_and_no_header_frames_the_body() throws IOException {
    var out = new Recorder();
    var headers =
        Headers.builder()
            .add("evil", "a\r\nforged: 1")
            .add("content-length", "5")
            .add("transfer-encoding", "chunked")
            .build();
    Envelope.reply(out).begin(200, headers).close();
    assertThat(out.prelude().path("headers").toString()).isEqualTo("{\"evil\":\"a  forged: 1\"}");
  }

  @Test
  void headers_beyond_what_api_gateway_takes_are_left_out() throws IOException {
    var out = new Recorder();
    var headers =
        Headers.builder().add("a-huge", "x".repeat(20_000)).add("tollgate-request-id", "r");
    for (int i = 0; i < 100; i++) {
      headers.add("many", "y".repeat(300));
    }
    Envelope.reply(out).begin(200, headers.build()).close();
    assertThat(out.all.size()).isLessThan(Envelope.LARGEST_PRELUDE);
    assertThat(out.prelude().path("headers").path("tollgate-request-id").asText()).isEqualTo("r");
  }

  @Test
  void a_function_closes_what_its_handler_left_open() throws IOException {
    var out = new Recorder();
    Envelope.function((request, reply) ->
            reply.begin(200, Headers.NONE).write(request.path().getBytes(UTF_8)))
        .invoke(REST.getBytes(UTF_8), INVOCATION, out);
    assertThat(out.body()).isEqualTo("/v1/models/openai/gpt-5.5");
    assertThat(out.events).endsWith("close");
  }

  @Test
  void a_handler_without_an_answer_is_a_defect() {
    assertThatThrownBy(() ->
            Envelope.function((request, reply) -> {})
                .invoke("{}".getBytes(UTF_8), INVOCATION, new Recorder()))
        .isInstanceOf(IllegalStateException.class);
  }
}
