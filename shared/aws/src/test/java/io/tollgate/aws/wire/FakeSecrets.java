package io.tollgate.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Secrets Manager, as far as reading goes.
public final class FakeSecrets extends JsonService {
  private final Map<String, String> secrets = new ConcurrentHashMap<>();

  public FakeSecrets put(String name, String text) {
    secrets.put(name, text);
    return this;
  }

  @Override
  Answer answer(String operation, JsonNode request) {
    if (!operation.equals("GetSecretValue")) {
      return Answer.error(400, "InvalidRequestException");
    }
    String name = request.path("SecretId").asText();
    String text = secrets.get(name);
    return text == null
        ? Answer.error(400, "ResourceNotFoundException")
        : Answer.ok(
            JsonNodeFactory.instance
                .objectNode()
                .put("Name", name)
                .put("SecretString", text)
                .toString());
  }
}
