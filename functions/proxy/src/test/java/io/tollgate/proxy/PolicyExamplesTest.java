package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.http.Request;
import io.tollgate.event.UsageEvent;
import io.tollgate.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each policy has an example: a configuration, an event as API Gateway sends it, and what comes of
/// it.
class PolicyExamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES = Path.of("../../events/proxy/policies");
  private static final String ANSWER =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";

  static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void the_example_of_a_policy_is_answered_as_it_says(String name) throws IOException {
    JsonNode example = read(name);
    try (var house = house(example)) {
      house.provider.plays(FakeProvider.plain(ANSWER));
      // A policy that counts speaks to one of several.
      for (int i = 0; i < example.path("served_before").asInt(); i++) {
        house.send(new Heard(), request(example.path("event"), "before-" + i, house.secret));
      }
      Heard heard =
          house.send(new Heard(), request(example.path("event"), "example", house.secret));
      JsonNode answer = example.path("answer");
      assertThat(heard.status()).isEqualTo(answer.path("status").asInt());
      answer
          .path("headers")
          .properties()
          .forEach(it -> assertThat(heard.header(it.getKey())).isEqualTo(it.getValue().asText()));
      if (answer.has("code")) {
        refused(house, heard, answer, example.path("served_before").asInt());
      } else {
        assertThat(house.provider.last().body()).contains(answer.path("sent").asText());
      }
    }
  }

  private static void refused(House house, Heard heard, JsonNode answer, int served)
      throws IOException {
    JsonNode error = JSON.readTree(heard.body()).path("error");
    assertThat(error.path("code").asText()).isEqualTo(answer.path("code").asText());
    assertThat(error.path("tollgate").path("policy").asText())
        .isEqualTo(answer.path("policy").asText());
    assertThat(house.provider.received()).hasSize(served);
    assertThat(house.events).hasSize(served + 1);
    assertThat(house.events.getLast()).isInstanceOf(UsageEvent.Refused.class);
    assertThat(((UsageEvent.Refused) house.events.getLast()).policy())
        .isEqualTo(answer.path("policy").asText());
  }

  @Test
  void every_kind_of_policy_has_an_example() throws IOException {
    Set<Class<?>> shown = new HashSet<>();
    for (String name : examples()) {
      try (var house = house(read(name))) {
        house.book.current().policies().all().forEach(policy -> shown.add(policy.getClass()));
      }
    }
    assertThat(kinds(Policy.class)).allSatisfy(kind -> assertThat(shown).contains(kind));
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(PolicyExamplesTest::kinds)
        : Stream.of(type);
  }

  private static JsonNode read(String name) throws IOException {
    return JSON.readTree(Files.readAllBytes(EXAMPLES.resolve(name)));
  }

  private static House house(JsonNode example) {
    var rules = new StringBuilder();
    example
        .path("configuration")
        .properties()
        .forEach(it -> rules.append(it.getKey()).append(": ").append(it.getValue()).append('\n'));
    return new House(rules.toString());
  }

  private static Request request(JsonNode event, String invocation, String secret) {
    ObjectNode signed = event.deepCopy();
    signed.withObject("/multiValueHeaders").putArray("Authorization").add("Bearer " + secret);
    try {
      return Envelope.read(
          JSON.writeValueAsBytes(signed),
          new Invocation(invocation, Instant.now().plusSeconds(60)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
