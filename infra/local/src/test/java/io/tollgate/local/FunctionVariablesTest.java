package io.tollgate.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.local.template.CloudFormation;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionVariablesTest {
  private static final CloudFormation TEMPLATE = CloudFormation.ofTheTree();

  private final FunctionVariables variables =
      new FunctionVariables(
          CommandLine.read(java.util.List.of("--isolate")),
          URI.create("http://127.0.0.1:1"),
          "http://127.0.0.1:2",
          "http://127.0.0.1:2/q");

  private Map<String, String> of(String function) {
    return variables.ofTemplate(function, Path.of("/var/task/tollgate-runtime"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProxyFunction", "AggregatorFunction", "AdminFunction"})
  void an_isolated_function_sees_what_the_template_sets_and_no_more(String function) {
    var set = new TreeSet<String>();
    Stream.of(
            TEMPLATE.json().at("/Globals/Function/Environment/Variables"),
            TEMPLATE.properties(function).at("/Environment/Variables"))
        .forEach(given -> given.properties().stream().map(Map.Entry::getKey).forEach(set::add));
    assertThat(of(function)).containsOnlyKeys(set);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_LAMBDA_EXEC_WRAPPER", "TOLLGATE_MAX_CALL", "TOLLGATE_GRACE"})
  void what_the_template_says_in_plain_words_is_the_same_here(String name) {
    JsonNode said = TEMPLATE.json().at("/Globals/Function/Environment/Variables").path(name);
    assertThat(of("ProxyFunction")).containsEntry(name, said.asText());
  }
}
