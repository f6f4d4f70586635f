package io.tollgate.aws.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// What a reference to a secret gives.
abstract class SecretsContract {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  final List<String> log = new CopyOnWriteArrayList<>();

  abstract SecretsManagerClient client();

  /// Makes a secret or gives it another text.
  abstract void put(String name, String text);

  final Secrets secrets() {
    SecretsManagerClient client = client();
    return new Secrets(
        () -> client,
        now::get,
        (level, event, fields) -> log.add(level + " " + event + " " + fields));
  }

  @Test
  void a_name_gives_the_whole_text() {
    put("tollgate/slack", "https://hooks.example/T1\n");
    assertThat(secrets().find("secret:tollgate/slack")).contains("https://hooks.example/T1");
  }

  @Test
  void a_name_with_a_field_gives_that_field() {
    put("tollgate/providers", "{\"openai\":\"sk-1\",\"anthropic\":\"sk-2\"}");
    Secrets secrets = secrets();
    assertThat(secrets.find("secret:tollgate/providers#openai")).contains("sk-1");
    assertThat(secrets.find("secret:tollgate/providers#anthropic")).contains("sk-2");
    assertThat(log).isEmpty();
  }

  @Test
  void a_field_that_is_missing_is_a_sentence_without_the_others_values() {
    put("tollgate/providers", "{\"openai\":\"sk-1\",\"empty\":\"\",\"number\":7}");
    for (String field : List.of("mistral", "empty", "number")) {
      assertThat(secrets().find("secret:tollgate/providers#" + field)).isEmpty();
      assertThat(log.removeFirst())
          .startsWith("ERROR secret_unreadable")
          .contains("the secret 'tollgate/providers' has no field '" + field + "'; add it")
          .doesNotContain("sk-1");
    }
  }

  @Test
  void a_field_of_what_is_no_json_is_a_sentence_without_the_text() {
    put("tollgate/plain", "sk-plain");
    assertThat(secrets().find("secret:tollgate/plain#openai")).isEmpty();
    assertThat(log.getFirst())
        .contains("the secret 'tollgate/plain' is no JSON object")
        .doesNotContain("sk-plain");
  }

  @Test
  void a_secret_of_nothing_but_space_counts_as_absent() {
    put("tollgate/blank", " \n");
    assertThat(secrets().find("secret:tollgate/blank")).isEmpty();
    assertThat(log.getFirst()).contains("the secret 'tollgate/blank' holds no text; give it one");
  }

  @Test
  void a_secret_that_is_not_there_is_a_sentence() {
    assertThat(secrets().find("secret:tollgate/nothing")).isEmpty();
    assertThat(log.getFirst()).contains("there is no secret 'tollgate/nothing' in this region");
  }

  @Test
  void what_refers_to_no_secret_asks_nobody() {
    assertThat(secrets().find("none")).isEmpty();
    assertThat(secrets().find("env:OPENAI_API_KEY")).isEmpty();
    assertThat(log).isEmpty();
  }
}
