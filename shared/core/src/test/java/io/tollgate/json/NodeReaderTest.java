package io.tollgate.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.json.Node.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeReaderTest {
  @Test
  void each_node_knows_the_line_on_which_it_begins() {
    Node.Fields root = (Node.Fields) read("# a comment\na: 1\nb:\n  - x\n  - {c: 'y'}\n");
    assertThat(root.fields()).extracting(Node.Field::line).containsExactly(2, 3);
    Node.Elements list = (Node.Elements) root.fields().get(1).value();
    assertThat(list.elements()).extracting(Node::line).containsExactly(4, 5);
  }

  @Test
  void a_number_keeps_its_digits() {
    assertThat(read("0.10000000000000000000000000001"))
        .isEqualTo(new Scalar(1, Scalar.Kind.NUMBER, "0.10000000000000000000000000001"));
  }

  @Test
  void a_quoted_number_is_a_text_and_an_empty_value_is_nothing() {
    assertThat(read("\"12\"")).isEqualTo(new Scalar(1, Scalar.Kind.TEXT, "12"));
    assertThat(((Node.Fields) read("a:")).fields().getFirst().value())
        .isEqualTo(new Scalar(1, Scalar.Kind.NOTHING, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &x {c: 1}\nb: 2",
        "a: &x [1]\nb: 2",
        "a: 1\nb: *x",
        "a: &x 1\nb: *x",
        "&x a: 1",
        "a: !!str 1",
        "a: !thing {b: 1}"
      })
  void anchors_aliases_and_tags_are_refused(String text) {
    assertThat(fault(text).what()).contains("are not allowed; write the value");
  }

  @Test
  void a_document_that_cannot_be_read_names_the_line() {
    assertThat(fault("a: 1\nb: [1, 2\nc: 3\n").line()).isBetween(2, 4);
    assertThat(fault("{\"a\": 1,\n\"b\": }").line()).isEqualTo(2);
  }

  @Test
  void an_empty_a_second_a_deep_and_a_huge_document_are_refused() {
    assertThat(fault("# nothing\n").what()).isEqualTo("the document is empty");
    assertThat(fault("null\n").what()).isEqualTo("the document is empty");
    assertThat(fault("~").what()).isEqualTo("the document is empty");
    assertThat(fault("a: 1\n---\nb: 2\n").what()).startsWith("a second document begins here");
    assertThat(fault("[".repeat(5_000)).what()).startsWith("the document is nested deeper");
    assertThat(fault("x".repeat(4_000_001)).what()).startsWith("the document is larger");
  }

  private static Node read(String text) {
    return switch (NodeReader.read(text)) {
      case NodeReader.Read(Node root) -> root;
      case NodeReader.Unreadable(Fault fault) -> throw new AssertionError(fault);
    };
  }

  private static Fault fault(String text) {
    return switch (NodeReader.read(text)) {
      case NodeReader.Read(Node root) -> throw new AssertionError("read: " + root);
      case NodeReader.Unreadable(Fault fault) -> fault;
    };
  }
}
