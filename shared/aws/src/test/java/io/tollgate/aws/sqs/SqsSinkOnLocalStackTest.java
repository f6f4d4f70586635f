package io.tollgate.aws.sqs;

import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.localstack.LocalStack;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Testcontainers;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// The sink over LocalStack's SQS.
@Testcontainers(disabledWithoutDocker = true)
final class SqsSinkOnLocalStackTest extends SqsSinkContract {
  private SqsClient client;
  private String queueUrl;

  @BeforeEach
  void open() {
    client = LocalStack.at(SqsClient.builder()).httpClient(DynamoDbClients.http()).build();
    queueUrl =
        client.createQueue(queue -> queue.queueName("usage-" + UUID.randomUUID())).queueUrl();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Override
  SqsSink sink() {
    return new SqsSink(() -> client, queueUrl, (level, event, fields) -> {});
  }

  @Override
  SqsSink nowhere() {
    return new SqsSink(() -> client, queueUrl + "-not", (level, event, fields) -> {});
  }

  @Override
  List<String> received() {
    var bodies = new ArrayList<String>();
    while (true) {
      List<Message> batch =
          client
              .receiveMessage(
                  ask -> ask.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(1))
              .messages();
      if (batch.isEmpty()) {
        return bodies;
      }
      batch.forEach(message -> bodies.add(message.body()));
    }
  }
}
