package io.tollgate.bench.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What the bench's providers say: correct answers of OpenAI's chat API, made once.
public final class Answers {
  private static final int CHUNKS = 20;
  private static final String ID =
      "\"id\":\"chatcmpl-bench\",\"created\":1795478400,\"model\":\"m\"";

  private static final String STREAM_HEAD =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "content-type: text/event-stream",
          "transfer-encoding: chunked",
          "",
          "");

  private Answers() {}

  /// A whole answer at once.
  ///
  /// @param outputTokens that it says to have used
  public static Conduct plain(int outputTokens) {
    byte[] answer = whole(outputTokens);
    return out -> out.write(answer);
  }

  /// The bytes of a whole answer, head included.
  public static byte[] whole(int outputTokens) {
    return answer(
        "200 OK",
        "{"
            + ID
            + ",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
            + "\"assistant\",\"content\":\"The quick brown fox jumps over the lazy dog.\"},"
            + "\"finish_reason\":\"stop\"}],"
            + usage(outputTokens)
            + "}");
  }

  /// An error that no provider bills.
  public static Conduct broken() {
    byte[] answer =
        answer(
            "400 Bad Request",
            "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":null}}");
    return out -> out.write(answer);
  }

  /// A stream of 20 chunks, each a packet of its own.
  ///
  /// @param apart how long after one chunk the next one comes; zero for at once
  public static Conduct stream(Duration apart) {
    List<byte[]> chunks = chunks();
    long nanos = apart.toNanos();
    return out -> {
      for (byte[] chunk : chunks) {
        out.write(chunk);
        if (nanos > 0) {
          LockSupport.parkNanos(nanos);
        }
      }
    };
  }

  /// The events of the stream without head and framing, for a relay alone.
  public static List<byte[]> events() {
    var events = new ArrayList<byte[]>();
    for (int i = 0; i < CHUNKS; i++) {
      events.add(event(i).getBytes(StandardCharsets.UTF_8));
    }
    return events;
  }

  private static List<byte[]> chunks() {
    var chunks = new ArrayList<byte[]>();
    for (int i = 0; i < CHUNKS; i++) {
      String event = event(i);
      String head = i > 0 ? "" : STREAM_HEAD;
      String end = i < CHUNKS - 1 ? "" : "0\r\n\r\n";
      String chunk = head + Integer.toHexString(event.length()) + "\r\n" + event + "\r\n" + end;
      chunks.add(chunk.getBytes(StandardCharsets.UTF_8));
    }
    return chunks;
  }

  private static String event(int i) {
    String delta = i < CHUNKS - 1 ? "{\"content\":\" token-" + i + "\"}" : "{}";
    String reason = i < CHUNKS - 1 ? "null" : "\"stop\"";
    String event =
        "data: {"
            + ID
            + ",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + reason
            + "}]}\n\n";
    return i < CHUNKS - 1
        ? event
        : event
            + "data: {"
            + ID
            + ",\"object\":\"chat.completion.chunk\",\"choices\":[],"
            + usage(CHUNKS)
            + "}\n\ndata: [DONE]\n\n";
  }

  private static String usage(int outputTokens) {
    return "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":%d,\"total_tokens\":%d}"
        .formatted(outputTokens, outputTokens + 12);
  }

  private static byte[] answer(String status, String body) {
    return ("HTTP/1.1 "
            + status
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
