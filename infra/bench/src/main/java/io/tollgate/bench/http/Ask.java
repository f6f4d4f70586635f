package io.tollgate.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Requests, as bytes that can be sent again and again.
public final class Ask {
  private Ask() {}

  /// A chat call.
  ///
  /// @param headers such as whose agent calls
  /// @param body see {@link #chat}
  public static byte[] post(String key, Map<String, String> headers, String body) {
    return request("POST /v1/chat/completions", key, headers, body);
  }

  public static byte[] request(String line, String key, Map<String, String> headers, String body) {
    var head =
        new StringBuilder(line)
            .append(" HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ")
            .append(key)
            .append("\r\ncontent-type: application/json\r\ncontent-length: ")
            .append(body.length())
            .append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").append(body).toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// A chat body of that many bytes; a little more if it cannot be so short.
  public static String chat(String model, boolean stream, int maxTokens, int bytes) {
    int missing = bytes - chat(model, stream, maxTokens, "").length();
    String words = "Summarise what the ledger says of March. ";
    String text = words.repeat(Math.max(1, missing / words.length() + 1));
    return chat(model, stream, maxTokens, text.substring(0, Math.max(1, missing)));
  }

  /// A chat body that says something of its own.
  ///
  /// @param text as JSON spells it
  public static String chat(String model, boolean stream, int maxTokens, String text) {
    return "{\"model\":\""
        + model
        + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + text
        + "\"}],\"max_completion_tokens\":"
        + maxTokens
        + (stream ? ",\"stream\":true" : "")
        + "}";
  }
}
