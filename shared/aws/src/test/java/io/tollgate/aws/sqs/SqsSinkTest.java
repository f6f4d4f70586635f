package io.tollgate.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.wire.FakeSqs;
import io.tollgate.aws.wire.JsonService.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The sink over SQS's JSON protocol on a socket.
final class SqsSinkTest extends SqsSinkContract {
  private final FakeSqs queue = new FakeSqs();
  private final List<String> log = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    queue.close();
  }

  @Override
  SqsSink sink() {
    return sink(queue.queueUrl());
  }

  @Override
  SqsSink nowhere() {
    return sink(queue.endpoint() + "/000000000000/nothing");
  }

  @Override
  List<String> received() {
    var all = new ArrayList<String>(queue.messages);
    queue.messages.clear();
    return all;
  }

  private SqsSink sink(String url) {
    return new SqsSink(
        () -> client(queue.endpoint()),
        url,
        (level, event, fields) -> log.add(level + " " + event + " " + fields));
  }

  static SqsClient client(URI endpoint) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClient(DynamoDbClients.http())
        .overrideConfiguration(SqsSink.asksOnce())
        .build();
  }

  @Test
  void a_queue_that_refuses_is_asked_once_and_said_in_a_line() {
    queue.script(
        Answer.error(500, "InternalError"),
        Answer.error(403, "AccessDenied"),
        Answer.error(400, "ThrottlingException"));
    for (int i = 1; i <= 3; i++) {
      assertThat(sink().send(refused("r", "no"))).isFalse();
      assertThat(queue.asked).hasSize(i);
    }
    assertThat(log).hasSize(3).allMatch(line -> line.startsWith("WARN queue_refused "));
    assertThat(received()).isEmpty();
  }

  @Test
  void an_answer_that_is_not_of_sqs_is_no() {
    queue.script(Answer.ok("<html>"));
    assertThat(sink().send(refused("r", "no"))).isFalse();
  }

  @Test
  void a_queue_that_nobody_serves_takes_nothing() {
    SqsSink sink = sink();
    queue.close();
    assertThat(sink.send(refused("r", "no"))).isFalse();
  }

  @Test
  void an_event_that_no_queue_takes_is_not_sent() {
    assertThat(sink().send(refused("r", "é".repeat(SqsSink.LARGEST / 2)))).isFalse();
    assertThat(queue.asked).isEmpty();
    assertThat(log.getFirst()).contains("the event is longer than 262144 bytes");
    assertThat(sink().send(refused("r", "e".repeat(SqsSink.LARGEST / 2)))).isTrue();
  }
}
