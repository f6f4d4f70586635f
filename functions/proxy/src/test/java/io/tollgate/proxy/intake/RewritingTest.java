package io.tollgate.proxy.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewritingTest {
  @Test
  void a_body_that_nothing_changes_leaves_as_it_came() {
    String body = " { \"model\" : \"gp\\u0074\",\n\"x\":[1.50, \"ü\\n\"] }\n";
    assertThat(written(rewriting(body))).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\"}                          | {\"max_completion_tokens\":9,\"model\":\"m\"}",
        "{\"model\":\"m\",\"max_tokens\":null}      | {\"max_completion_tokens\":9,\"model\":\"m\",\"max_tokens\":null}",
        "{\"model\":\"m\",\"max_tokens\": 50 ,\"x\":1} | {\"model\":\"m\",\"max_completion_tokens\":9 ,\"x\":1}",
        "{\"model\":\"m\",\"max_completion_tokens\" : 50} | {\"model\":\"m\",\"max_completion_tokens\" : 9}",
        "{\"model\":\"m\",\"max_completion_tokens\":5,\"max_tokens\":50} | {\"model\":\"m\",\"max_completion_tokens\":5,\"max_tokens\":9}",
        "{\"max_completion_tokens\":null,\"model\":\"m\"} | {\"max_completion_tokens\":9,\"model\":\"m\"}",
      })
  void the_cap_ends_up_in_the_one_field_that_the_provider_heeds(String before, String after) {
    assertThat(written(rewriting(before).cap(Field.MAX_COMPLETION_TOKENS, 9))).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\"}                          | {\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}",
        "{\"model\":\"m\",\"stream_options\":null}  | {\"model\":\"m\",\"stream_options\":{\"include_usage\":true}}",
        "{\"model\":\"m\",\"stream_options\":{ }}   | {\"model\":\"m\",\"stream_options\":{\"include_usage\":true }}",
        "{\"model\":\"m\",\"stream_options\":{\"a\":1}} | {\"model\":\"m\",\"stream_options\":{\"include_usage\":true,\"a\":1}}",
        "{\"model\":\"m\",\"stream_options\":{\"include_usage\": false}} | {\"model\":\"m\",\"stream_options\":{\"include_usage\": true}}",
        "{\"model\":\"m\",\"stream_options\":{\"include_usage\":null,\"a\":1}} | {\"model\":\"m\",\"stream_options\":{\"include_usage\":true,\"a\":1}}",
        "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true}} | {\"model\":\"m\",\"stream_options\":{\"include_usage\":true}}",
      })
  void the_usage_is_asked_for_once(String before, String after) {
    assertThat(written(rewriting(before).usage())).isEqualTo(after);
  }

  @Test
  void several_changes_go_together() {
    String before =
        "\n{\"stream\":true,\"model\":\"a\\\\b\",\"service_tier\":\"auto\",\"text\":\"ü\"}";
    assertThat(
            written(
                rewriting(before)
                    .serviceTier("default")
                    .model("up\"stream")
                    .cap(Field.MAX_TOKENS, 4096)
                    .usage()))
        .isEqualTo(
            "\n{\"max_tokens\":4096,\"stream_options\":{\"include_usage\":true},\"stream\":true,\"model\":\"up\\\"stream\",\"service_tier\":\"default\",\"text\":\"ü\"}");
  }

  private static Rewriting rewriting(String body) {
    Reading reading = new Intake().read("", body.getBytes(StandardCharsets.UTF_8));
    return new Rewriting(((Reading.Understood) reading).prompt());
  }

  private static String written(Rewriting rewriting) {
    return new String(rewriting.body(), StandardCharsets.UTF_8);
  }
}
