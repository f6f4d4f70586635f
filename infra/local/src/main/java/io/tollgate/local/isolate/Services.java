package io.tollgate.local.isolate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import io.tollgate.local.http.Call;
import io.tollgate.local.http.Server;
import io.tollgate.local.queue.LocalQueue;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/// SQS and Secrets Manager on this machine, as far as the functions ask them: `POST /` with the
/// operation in `X-Amz-Target` and JSON in the body. Safe for concurrent use.
///
/// It listens on the loopback interface, and checks no signature but wants one.
public final class Services implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUEUE_PATH = "/000000000000/usage";
  private static final Headers TYPE =
      Headers.builder().add("content-type", "application/x-amz-json-1.1").build();

  private final LocalQueue queue;
  private final Map<String, String> secrets;
  private final Server server;

  /// @param status of HTTP
  private record Answer(int status, String json) {
    static Answer error(int status, String code, String message) {
      return new Answer(
          status,
          JsonNodeFactory.instance
              .objectNode()
              .put("__type", code)
              .put("message", message)
              .toString());
    }
  }

  /// Answers from here on.
  ///
  /// @param queue takes what is sent
  /// @param secrets the text of each, by its name
  public Services(LocalQueue queue, Map<String, String> secrets) {
    this.queue = queue;
    this.secrets = Map.copyOf(secrets);
    this.server = new Server(0, this::visit);
  }

  /// Of both services.
  public String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  public String queueUrl() {
    return endpoint() + QUEUE_PATH;
  }

  private void visit(Call call, Reply reply) throws IOException {
    Answer answer = answer(call);
    try (var out = reply.begin(answer.status(), TYPE)) {
      out.write(answer.json().getBytes(UTF_8));
    }
  }

  private Answer answer(Call call) throws IOException {
    if (!call.headers().first("authorization").orElse("").startsWith("AWS4-HMAC-SHA256 ")) {
      return Answer.error(403, "MissingAuthenticationToken", "the request is not signed");
    }
    String target = call.headers().first("x-amz-target").orElse("");
    return switch (target) {
      case "AmazonSQS.SendMessage" -> send(JSON.readTree(call.body()));
      case "secretsmanager.GetSecretValue" -> secret(JSON.readTree(call.body()));
      default -> Answer.error(400, "UnknownOperationException", target + " is not answered here");
    };
  }

  private Answer send(JsonNode request) {
    if (!request.path("QueueUrl").asText().equals(queueUrl())) {
      return Answer.error(
          400, "com.amazonaws.sqs#QueueDoesNotExist", "there is one queue: " + queueUrl());
    }
    String body = request.path("MessageBody").asText();
    if (!queue.send(body)) {
      return Answer.error(503, "com.amazonaws.sqs#ServiceUnavailable", "the queue is full");
    }
    return new Answer(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("MessageId", UUID.randomUUID().toString())
            .put("MD5OfMessageBody", md5(body))
            .toString());
  }

  private Answer secret(JsonNode request) {
    String name = request.path("SecretId").asText();
    if (!secrets.containsKey(name)) {
      return Answer.error(400, "ResourceNotFoundException", "there is no secret " + name);
    }
    return new Answer(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("Name", name)
            .put("SecretString", secrets.get(name))
            .toString());
  }

  // The client compares it, so that nothing is lost on the way.
  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
