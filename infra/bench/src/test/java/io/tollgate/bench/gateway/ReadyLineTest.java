package io.tollgate.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ReadyLineTest {
  @Test
  void what_a_jvm_says_on_its_own_account_goes_before_the_ready_line() throws IOException {
    assertThat(ReadyLine.of(said("A warning of the JVM's\nready 4711\n"), "the child"))
        .isEqualTo("ready 4711");
    assertThat(ReadyLine.of(said("ready\n"), "the child")).isEqualTo("ready");
  }

  @Test
  void a_child_that_ends_without_it_is_named() {
    assertThatThrownBy(() -> ReadyLine.of(said(""), "the child"))
        .isInstanceOf(IOException.class)
        .hasMessage("the child ended before it was ready; what it said stands above");
  }

  private static BufferedReader said(String text) {
    return new BufferedReader(new StringReader(text));
  }
}
