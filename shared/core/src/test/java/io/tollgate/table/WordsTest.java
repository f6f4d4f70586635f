package io.tollgate.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  private final Words words = new Words();

  @Test
  void a_text_gets_a_code_when_it_is_met_again_and_keeps_it() {
    assertThat(words.code("research")).isEqualTo(Lexicon.UNKNOWN);
    int code = words.code("research");
    assertThat(code).isNotEqualTo(Lexicon.UNKNOWN);
    assertThat(words.code("research")).isEqualTo(code);
    assertThat(words.text(code)).isEqualTo("research");
  }

  @Test
  void what_is_met_once_leaves_room_for_the_rest() {
    for (int i = 0; i < 100_000; i++) {
      words.code("call " + i);
    }
    words.code("research");
    assertThat(words.code("research")).isNotEqualTo(Lexicon.UNKNOWN);
  }

  @Test
  void what_ends_in_a_number_is_never_learned() {
    for (String text : new String[] {"1234", "in\":1234", "{\"in\":[2006", "ms\":812}"}) {
      words.code(text);
      assertThat(words.code(text)).as(text).isEqualTo(Lexicon.UNKNOWN);
    }
  }

  @Test
  void a_full_lexicon_learns_no_more_and_forgets_nothing() {
    for (int i = 0; i < 9_000; i++) {
      words.code("text " + i);
      words.code("text " + i);
    }
    assertThat(words.code("text 8999")).isEqualTo(Lexicon.UNKNOWN);
    assertThat(words.text(words.code("text 0"))).isEqualTo("text 0");
  }
}
