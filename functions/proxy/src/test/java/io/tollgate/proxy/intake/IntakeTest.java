package io.tollgate.proxy.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.intake.Reading.Cause;
import io.tollgate.proxy.intake.Reading.Rejected;
import io.tollgate.proxy.intake.Reading.Understood;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  private final Intake intake = new Intake();

  @Test
  void the_fields_that_cost_money_are_typed() {
    Prompt prompt =
        prompt(
            """
            {"model":"gpt-5.2","stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":100,
             "n":2,"service_tier":"flex","temperature":0.5,%s}\
            """
                .formatted(HI));
    assertThat(prompt.model()).isEqualTo("gpt-5.2");
    assertThat(prompt.stream()).isTrue();
    assertThat(prompt.wantsUsage()).isTrue();
    assertThat(prompt.cap()).isEqualTo(OptionalLong.of(100));
    assertThat(prompt.choices()).isEqualTo(2);
    assertThat(prompt.serviceTier()).isEqualTo("flex");
    assertThat(prompt.costly()).isEmpty();
    assertThat(prompt.media()).isEqualTo(Media.NONE);
  }

  @Test
  void null_means_the_same_as_no_field() {
    Prompt prompt =
        prompt(
            """
            {"model":"m","stream":null,"stream_options":null,"max_tokens":null,"n":null,"service_tier":null,
             "prediction":null,"web_search_options":null,"audio":null,"modalities":null,"tools":null,%s}\
            """
                .formatted(HI));
    assertThat(prompt.stream()).isFalse();
    assertThat(prompt.cap()).isEmpty();
    assertThat(prompt.choices()).isEqualTo(1);
    assertThat(prompt.costly()).isEmpty();
    assertThat(prompt.tools()).isFalse();
  }

  @Test
  void of_two_different_caps_the_larger_counts() {
    assertThat(prompt("{\"model\":\"m\",\"max_tokens\":5,\"max_completion_tokens\":7}").cap())
        .isEqualTo(OptionalLong.of(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                        | ''",
        "not json                                  | ''",
        "[1]                                       | ''",
        "\"text\"                                  | ''",
        "{\"model\":\"m\"} x                       | ''",
        "{\"model\":\"m\"}{}                       | ''",
        "{\"model\":\"m\"                          | ''",
        "{\"messages\":[]}                         | model",
        "{\"model\":null}                          | model",
        "{\"model\":7}                             | model",
        "{\"model\":\" \"}                         | model",
        "{\"model\":\"m\",\"model\":\"m\"}         | model",
        "{\"model\":\"m\",\"mod\\u0065l\":\"n\"}   | model",
        "{\"model\":\"m\",\"stream\":1}            | stream",
        "{\"model\":\"m\",\"stream\":\"true\"}     | stream",
        "{\"model\":\"m\",\"messages\":{}}         | messages",
        "{\"model\":\"m\",\"stream_options\":1}    | stream_options",
        "{\"model\":\"m\",\"stream_options\":{\"include_usage\":1}} | stream_options.include_usage",
        "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true,\"include_usage\":false}} | stream_options.include_usage",
        "{\"model\":\"m\",\"max_tokens\":-1}       | max_tokens",
        "{\"model\":\"m\",\"max_tokens\":0}        | max_tokens",
        "{\"model\":\"m\",\"max_tokens\":1.5}      | max_tokens",
        "{\"model\":\"m\",\"max_tokens\":\"9\"}    | max_tokens",
        "{\"model\":\"m\",\"max_tokens\":99999999999999999999999} | max_tokens",
        "{\"model\":\"m\",\"max_completion_tokens\":3000000000} | max_completion_tokens",
        "{\"model\":\"m\",\"Max_Tokens\":5}        | max_tokens",
        "{\"model\":\"m\",\"max_tokens\":5,\"max_tokens\":6} | max_tokens",
        "{\"model\":\"m\",\"n\":0}                 | n",
        "{\"model\":\"m\",\"n\":129}               | n",
        "{\"model\":\"m\",\"N\":2}                 | n",
        "{\"model\":\"m\",\"tools\":{}}            | tools",
      })
  void a_body_that_is_no_prompt_is_refused_and_the_field_named(String body, String field) {
    Rejected rejected = rejected(bytes(body));
    assertThat(rejected.cause()).isEqualTo(Cause.INVALID);
    assertThat(rejected.field()).isEqualTo(field);
    assertThat(rejected.sentence()).isNotBlank();
  }

  @Test
  void a_refusal_never_quotes_the_body() {
    assertThat(rejected(bytes("{\"model\":\"m\",\"x\": secret-text}")).sentence())
        .doesNotContain("secret");
  }

  @Test
  void a_body_nested_too_deep_is_refused() {
    Rejected rejected = rejected(bytes("{\"model\":\"m\",\"x\":" + "[".repeat(5_000)));
    assertThat(rejected.cause()).isEqualTo(Cause.INVALID);
    assertThat(rejected.sentence()).contains("nested deeper than 128 levels");
  }

  @Test
  void a_number_that_no_machine_counts_with_is_refused() {
    assertThat(rejected(bytes("{\"model\":\"m\",\"x\":" + "9".repeat(5_000) + "}")).sentence())
        .contains("a number of more than 100 digits");
  }

  @Test
  void what_is_not_utf8_is_refused() {
    byte[] latin1 = "{\"model\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(rejected(latin1).sentence()).contains("UTF-8");
    byte[] utf16 = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(rejected(utf16).sentence()).contains("NUL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"web_search_options\":{}",
        "\"search_parameters\":{\"mode\":\"auto\"}",
        "\"enable_search\":true",
        "\"plugins\":[{\"id\":\"web\"}]",
        "\"modalities\":[\"text\",\"audio\"]",
        "\"audio\":{\"voice\":\"x\"}",
        "\"tools\":[{\"type\":\"web_search\"}]",
        "\"tools\":[{\"google_search\":{}}]",
        "\"best_of\":4",
        "\"models\":[\"a\",\"b\"]"
      })
  void what_nothing_in_the_request_bounds_is_named(String field) {
    Prompt prompt = prompt("{\"model\":\"m\"," + field + "," + HI + "}");
    assertThat(prompt.costly()).hasValue(field.substring(1, field.indexOf('"', 1)));
  }

  @Test
  void functions_and_custom_tools_are_only_text() {
    Prompt prompt =
        prompt(
            "{\"model\":\"m\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"custom\"}],\"enable_search\":false}");
    assertThat(prompt.costly()).isEmpty();
    assertThat(prompt.tools()).isTrue();
  }

  @Test
  void images_recordings_and_files_are_counted() {
    String inline = "\"data:image/png;base64,AAAA\"";
    Prompt prompt =
        prompt(
            """
            {"model":"m","messages":[{"role":"user","content":[
              {"type":"text","text":"an image_url, in words"},
              {"type":"image_url","image_url":{"url":%s,"detail":"low"}},
              {"image_url":{"url":"https://example.com/a.png"},"type":"image_url"},
              {"type":"image_url","image_url":%s},
              {"type":"input_audio","input_audio":{"data":"AA","format":"wav"}},
              {"type":"file","file":{"file_id":"f"}}]},
             {"role":"assistant","audio":null,"content":"ok","refusal":null}]}\
            """
                .formatted(inline, inline));
    assertThat(prompt.media().inlineImages()).isEqualTo(2);
    assertThat(prompt.media().inlineBytes()).isEqualTo(2L * inline.length());
    assertThat(prompt.media().remoteImages()).isEqualTo(1);
    assertThat(prompt.media().audio()).isEqualTo(1);
    assertThat(prompt.media().files()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void a_prediction_counts_by_its_bytes() {
    String prediction = "{\"type\":\"content\",\"content\":\"abc\"}";
    assertThat(prompt("{\"model\":\"m\",\"prediction\":" + prediction + " }").predictionBytes())
        .isEqualTo(prediction.length());
  }

  @Test
  void a_zipped_body_is_unzipped_within_the_limit() throws IOException {
    byte[] zipped = zip(bytes("{\"model\":\"m\"}"));
    assertThat(intake.read("gzip", zipped)).isInstanceOf(Understood.class);
    byte[] bomb = zip(new byte[Intake.LARGEST_BODY + 1]);
    assertThat(bomb.length).isLessThan(10_000);
    assertThat(cause(intake.read("GZIP", bomb))).isEqualTo(Cause.TOO_LARGE);
    assertThat(cause(intake.read("gzip", bytes("{}")))).isEqualTo(Cause.INVALID);
    assertThat(cause(intake.read("br", zipped))).isEqualTo(Cause.ENCODING);
  }

  @Test
  void a_body_over_the_limit_is_refused() {
    assertThat(rejected(new byte[Intake.LARGEST_BODY + 1]).cause()).isEqualTo(Cause.TOO_LARGE);
  }

  private Prompt prompt(String body) {
    Reading reading = intake.read("", bytes(body));
    assertThat(reading).isInstanceOf(Understood.class);
    return ((Understood) reading).prompt();
  }

  private Rejected rejected(byte[] body) {
    Reading reading = intake.read("", body);
    assertThat(reading).isInstanceOf(Rejected.class);
    return (Rejected) reading;
  }

  private static Cause cause(Reading reading) {
    return ((Rejected) reading).cause();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(plain);
    }
    return bytes.toByteArray();
  }
}
