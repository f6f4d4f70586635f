package io.tollgate.aws.secrets;

import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.localstack.LocalStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Testcontainers;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;

/// Secrets over LocalStack's Secrets Manager.
@Testcontainers(disabledWithoutDocker = true)
final class SecretsOnLocalStackTest extends SecretsContract {
  private SecretsManagerClient client;

  @BeforeEach
  void open() {
    client =
        LocalStack.at(SecretsManagerClient.builder()).httpClient(DynamoDbClients.http()).build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Override
  SecretsManagerClient client() {
    return client;
  }

  @Override
  void put(String name, String text) {
    try {
      client.createSecret(secret -> secret.name(name).secretString(text));
    } catch (ResourceExistsException e) {
      client.putSecretValue(secret -> secret.secretId(name).secretString(text));
    }
  }
}
