package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.ledger.Fingerprint;
import io.tollgate.proxy.intake.Intake;
import io.tollgate.proxy.intake.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprinterTest {
  private static final Fingerprinter ADA = new Fingerprinter("tg-ada");
  private static final String HI = "{\"role\":\"user\",\"content\":\"hi\"}";
  private static final String SAME = chat("\"model\":\"m\",\"messages\":[" + HI + "]");
  private static final String SEARCH =
      "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
          + "\"function\":{\"name\":\"search\",\"arguments\":\"{\\\"q\\\":\\\"cats\\\"}\"}}]}";
  private static final String RESULT =
      "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"none\"}";

  private static String chat(String fields) {
    return "{" + fields + "}";
  }

  private static String transcript(String... messages) {
    return chat("\"model\":\"m\",\"messages\":[" + String.join(",", messages) + "]");
  }

  private static List<Fingerprint> take(Fingerprinter fingerprinter, String body) {
    return switch (new Intake().read("", body.getBytes(StandardCharsets.UTF_8))) {
      case Reading.Understood(var prompt) -> fingerprinter.take(prompt);
      case Reading.Rejected rejected -> throw new AssertionError(rejected.sentence());
    };
  }

  private static String call(String body) {
    return take(ADA, body).getFirst().hash();
  }

  private static Fingerprint tool(String... messages) {
    List<Fingerprint> both = take(ADA, transcript(messages));
    assertThat(both).extracting(Fingerprint::of).last().isEqualTo(Fingerprint.Of.TOOL_CALL);
    return both.getLast();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"messages\":[~],\"temperature\":0.7}",
        "{\"temperature\":0,\"messages\":[~],\"model\":\"m\",\"seed\":5}",
        "{ \"model\" : \"m\" , \"messages\" : [~] , \"stream\":true, \"max_tokens\": 5 }",
        "{\"model\":\"m\",\"messages\":[~],\"user\":\"bob\",\"metadata\":{\"try\":\"2\"}}",
        "{\"model\":\"\\u006d\",\"messages\":[~]}",
      })
  void the_same_question_of_the_same_model_is_the_same_call(String body) {
    assertThat(call(body.replace("~", HI))).isEqualTo(call(SAME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"n\",\"messages\":[~]}",
        "{\"model\":\"m\",\"messages\":[~,~]}",
        "{\"model\":\"m\",\"messages\":[ ~]}",
        "{\"model\":\"m\",\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]}",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ho\"}]}",
        "{\"model\":\"m\",\"messages\":[~],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}",
      })
  void another_text_another_model_other_tools_or_another_spelling_of_them_is_another_call(
      String body) {
    assertThat(call(body.replace("~", HI))).isNotEqualTo(call(SAME));
  }

  @Test
  void another_key_has_other_fingerprints_of_the_same_call() {
    assertThat(take(new Fingerprinter("tg-bob"), SAME)).isNotEqualTo(take(ADA, SAME));
  }

  @Test
  void a_fingerprint_is_twelve_letters() {
    assertThat(call(SAME)).matches("[A-Za-z0-9_-]{12}");
  }

  @Test
  void a_tool_call_is_the_same_in_a_longer_transcript_and_under_another_id() {
    Fingerprint first = tool(HI, SEARCH, RESULT);
    Fingerprint second =
        tool(HI, SEARCH, RESULT, SEARCH.replace("c1", "c2"), RESULT.replace("c1", "c2"));
    assertThat(second).isEqualTo(first);
    assertThat(first.name()).isEqualTo("search");
    assertThat(call(transcript(HI, SEARCH, RESULT)))
        .isNotEqualTo(call(transcript(HI, SEARCH, RESULT, SEARCH, RESULT)));
  }

  @Test
  void other_arguments_or_another_tool_are_another_tool_call() {
    Fingerprint search = tool(HI, SEARCH, RESULT);
    assertThat(tool(HI, SEARCH.replace("cats", "dogs"), RESULT)).isNotEqualTo(search);
    assertThat(tool(HI, SEARCH.replace("search", "find"), RESULT)).isNotEqualTo(search);
  }

  @Test
  void of_several_tool_calls_the_last_one_counts() {
    String two =
        SEARCH.replace(
            "}]}", "},{\"type\":\"custom\",\"custom\":{\"name\":\"sh\",\"input\":\"ls\"}}]}");
    assertThat(tool(HI, two, RESULT).name()).isEqualTo("sh");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"role\":\"assistant\",\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}|f",
        "{\"tool_calls\":[{\"function\":{\"arguments\":{\"a\":[1]},\"name\":\"g\"}}],\"role\":\"assistant\",\"content\":null}|g",
        "{\"role\":\"assistant\",\"tool_calls\":[null,{\"function\":{\"name\":\"a name with spaces\"}}]}|(no plain name)",
      })
  void older_and_odder_spellings_are_understood(String message, String name) {
    assertThat(tool(HI, message, RESULT).name()).isEqualTo(name);
  }

  @Test
  void arguments_that_are_no_text_count_too() {
    String object =
        "{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}}]}";
    assertThat(tool(HI, object)).isNotEqualTo(tool(HI, object.replace("1", "2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"user\",\"content\":\"and now?\"}",
        "{\"role\":\"assistant\",\"content\":\"done\"}",
        "{\"role\":\"assistant\",\"tool_calls\":[]}",
        "{\"role\":\"assistant\",\"tool_calls\":\"none\"}",
        "{\"content\":\"nobody\"}",
      })
  void once_somebody_has_spoken_the_tool_call_before_is_no_loops_turn(String message) {
    assertThat(take(ADA, transcript(HI, SEARCH, RESULT, message))).hasSize(1);
  }

  @Test
  void instructions_of_the_system_do_not_end_a_loop() {
    String system = "{\"role\":\"system\",\"content\":\"be brief\"}";
    assertThat(tool(HI, SEARCH, RESULT, system)).isEqualTo(tool(HI, SEARCH, RESULT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\"}",
        "{\"model\":\"m\",\"messages\":null}",
        "{\"model\":\"m\",\"messages\":[]}",
        "{\"model\":\"m\",\"messages\":[\"hi\",3,[{\"role\":\"assistant\"}],null]}",
      })
  void whatever_stands_there_has_a_fingerprint_of_the_call_alone(String body) {
    assertThat(take(ADA, body)).extracting(Fingerprint::of).containsExactly(Fingerprint.Of.CALL);
  }
}
