package io.tollgate.aws.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.wire.FakeSecrets;
import io.tollgate.aws.wire.JsonService.Answer;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Secrets over Secrets Manager's JSON protocol on a socket.
final class SecretsTest extends SecretsContract {
  private static final String REFERENCE = "secret:tollgate/openai";

  private final FakeSecrets manager = new FakeSecrets();

  @AfterEach
  void close() {
    manager.close();
  }

  @Override
  SecretsManagerClient client() {
    return client(manager.endpoint());
  }

  @Override
  void put(String name, String text) {
    manager.put(name, text);
  }

  static SecretsManagerClient client(URI endpoint) {
    return SecretsManagerClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClient(DynamoDbClients.http())
        // One scripted answer is one request.
        .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  @Test
  void nothing_is_read_before_somebody_asks() {
    var made = new AtomicInteger();
    new Secrets(
        () -> {
          made.incrementAndGet();
          return client();
        },
        now::get,
        (level, event, fields) -> log.add(event));
    assertThat(made).hasValue(0);
    assertThat(manager.asked).isEmpty();
  }

  @Test
  void a_value_is_asked_for_once_and_again_after_four_minutes() {
    put("tollgate/openai", "sk-1");
    Secrets secrets = secrets();
    for (int second = 0; second < 240; second++) {
      now.set(NOON.plusSeconds(second));
      assertThat(secrets.find(REFERENCE)).contains("sk-1");
    }
    assertThat(manager.asked).containsExactly("secretsmanager.GetSecretValue");
    put("tollgate/openai", "sk-2");
    now.set(NOON.plusSeconds(240));
    assertThat(secrets.find(REFERENCE)).contains("sk-2");
    assertThat(manager.asked).hasSize(2);
  }

  @Test
  void while_nobody_answers_an_old_value_serves_until_it_is_five_minutes_old_and_no_longer() {
    put("tollgate/openai", "sk-1");
    Secrets secrets = secrets();
    assertThat(secrets.find(REFERENCE)).contains("sk-1");
    for (int i = 0; i < 20; i++) {
      manager.script(Answer.error(500, "InternalServiceError"));
    }
    now.set(NOON.plusSeconds(241));
    assertThat(secrets.find(REFERENCE)).contains("sk-1");
    now.set(NOON.plusSeconds(299));
    assertThat(secrets.find(REFERENCE)).contains("sk-1");
    now.set(NOON.plusSeconds(300));
    assertThat(secrets.find(REFERENCE)).isEmpty();
    assertThat(log).allMatch(line -> line.contains("Secrets Manager does not give the secret"));
  }

  @Test
  void a_secret_that_was_taken_away_serves_no_more() {
    put("tollgate/openai", "sk-1");
    Secrets secrets = secrets();
    assertThat(secrets.find(REFERENCE)).contains("sk-1");
    manager.script(Answer.error(400, "ResourceNotFoundException"));
    now.set(NOON.plusSeconds(240));
    assertThat(secrets.find(REFERENCE)).isEmpty();
  }

  @Test
  void what_is_not_to_be_had_is_asked_for_every_ten_seconds_at_most() {
    Secrets secrets = secrets();
    for (int second = 0; second < 10; second++) {
      now.set(NOON.plusSeconds(second));
      assertThat(secrets.find(REFERENCE)).isEmpty();
    }
    assertThat(manager.asked).hasSize(1);
    assertThat(log).hasSize(1);
    put("tollgate/openai", "sk-1");
    now.set(NOON.plusSeconds(10));
    assertThat(secrets.find(REFERENCE)).contains("sk-1");
  }
}
