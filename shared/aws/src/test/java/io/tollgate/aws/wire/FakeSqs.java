package io.tollgate.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// One queue of SQS, of which only the sending end is here.
public final class FakeSqs extends JsonService {
  private static final String PATH = "/000000000000/usage";

  /// The bodies that were sent, in order.
  public final List<String> messages = new CopyOnWriteArrayList<>();

  public String queueUrl() {
    return endpoint() + PATH;
  }

  @Override
  Answer answer(String operation, JsonNode request) {
    if (!operation.equals("SendMessage")) {
      return Answer.error(400, "com.amazonaws.sqs#UnsupportedOperation");
    }
    if (!request.path("QueueUrl").asText().equals(queueUrl())) {
      return Answer.error(400, "com.amazonaws.sqs#QueueDoesNotExist");
    }
    String body = request.path("MessageBody").asText();
    messages.add(body);
    return Answer.ok(
        "{\"MessageId\":\"%s\",\"MD5OfMessageBody\":\"%s\"}"
            .formatted(UUID.randomUUID(), md5(body)));
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
