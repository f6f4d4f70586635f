package io.tollgate.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeTest {
  private static final ObjectMapper JACKSONS = new JsonMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "\"\\u00e9\\n\"",
        "-0",
        "2147483648",
        "123456789012345678901234567890",
        "[1, [false, {\"a\": {\"b\": null}}], \"c\"]",
        "{\"a\": 1, \"b\": [], \"a\": 2}",
      })
  void a_value_is_read_as_jackson_reads_it(String text) throws JsonProcessingException {
    assertThat(Tree.read(text)).isEqualTo(JACKSONS.readTree(text));
  }

  @Test
  void a_fraction_is_read_exactly() throws JsonProcessingException {
    JsonNode read = Tree.read("0.1000000000000000055511151231257827");

    assertThat(read.decimalValue())
        .isEqualTo(new BigDecimal("0.1000000000000000055511151231257827"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{\"a\"}", "[1,]", "1 2", "{} x", "nul", "1e99999999999999999999"})
  void what_is_not_one_value_is_refused(String text) {
    assertThatThrownBy(() -> Tree.read(text)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void nobody_can_nest_deeper_than_the_stack() {
    assertThatThrownBy(() -> Tree.read("[".repeat(100_000)))
        .isInstanceOf(JsonProcessingException.class);
  }
}
