package io.tollgate.local.isolate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.local.queue.Delivery;
import io.tollgate.local.queue.LocalQueue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The wire as AWS describes it; that its SDK takes it is what the isolated gateway's tests show.
@Timeout(30)
class ServicesTest {
  private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=local";

  private final LocalQueue queue =
      new LocalQueue(new LocalQueue.Rules(1, Duration.ofMinutes(1), 5), InstantSource.system());
  private final Services services = new Services(queue, Map.of("a/key", "sk-1"));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    services.close();
    client.shutdownNow();
  }

  private HttpResponse<String> ask(String target, String body, String signature) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(services.endpoint()))
            .header("X-Amz-Target", target)
            .header("Authorization", signature)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String queueUrl, String text) throws Exception {
    String body =
        new ObjectMapper()
            .createObjectNode()
            .put("QueueUrl", queueUrl)
            .put("MessageBody", text)
            .toString();
    return ask("AmazonSQS.SendMessage", body, SIGNED);
  }

  @Test
  void what_is_sent_is_on_the_queue_and_its_digest_comes_back() throws Exception {
    HttpResponse<String> answer = send(services.queueUrl(), "hello");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"MD5OfMessageBody\":\"5d41402abc4b2a76b9719d911017c592\"", "\"MessageId\"");
    assertThat(queue.take(10)).extracting(Delivery::body).containsExactly("hello");
  }

  @Test
  void a_full_queue_and_another_one_take_nothing() throws Exception {
    assertThat(send(services.queueUrl() + "x", "hello").body()).contains("QueueDoesNotExist");
    assertThat(send(services.queueUrl(), "first").statusCode()).isEqualTo(200);
    assertThat(send(services.queueUrl(), "second").statusCode()).isEqualTo(503);
    assertThat(queue.take(10)).extracting(Delivery::body).containsExactly("first");
  }

  @Test
  void a_secret_is_given_by_its_name_to_who_signs() throws Exception {
    String target = "secretsmanager.GetSecretValue";
    assertThat(ask(target, "{\"SecretId\":\"a/key\"}", SIGNED).body())
        .contains("\"SecretString\":\"sk-1\"");
    HttpResponse<String> other = ask(target, "{\"SecretId\":\"b\"}", SIGNED);
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("ResourceNotFoundException");
    assertThat(ask(target, "{\"SecretId\":\"a/key\"}", "Bearer x").statusCode()).isEqualTo(403);
  }

  @Test
  void what_the_functions_never_ask_is_refused() throws Exception {
    assertThat(ask("AmazonSQS.DeleteQueue", "{}", SIGNED).body())
        .contains("UnknownOperationException");
  }
}
