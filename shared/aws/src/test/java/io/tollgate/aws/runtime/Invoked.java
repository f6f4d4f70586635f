package io.tollgate.aws.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One event that a fake Runtime API hands out, and what came back for it, in order.
public final class Invoked {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String id;
  private final String event;
  private final Instant deadline;
  final Map<String, String> headers = new ConcurrentHashMap<>();
  final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  /// One thing that came back.
  public sealed interface Heard {}

  public record Chunk(String text) implements Heard {}

  /// @param trailers by lower-case name
  public record End(Map<String, String> trailers) implements Heard {}

  public record Whole(String body) implements Heard {}

  public record Failed(String type, String body) implements Heard {}

  Invoked(String id, String event, Instant deadline) {
    this.id = id;
    this.event = event;
    this.deadline = deadline;
  }

  public String id() {
    return id;
  }

  String event() {
    return event;
  }

  Instant deadline() {
    return deadline;
  }

  /// Of the request that carried the answer.
  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  /// Waits for what comes next.
  public Heard next() {
    try {
      Heard next = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new AssertionError("nothing more came back for " + id);
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Waits for a chunk and gives its text.
  public String chunk() {
    return switch (next()) {
      case Chunk(String text) -> text;
      case Heard other -> throw new AssertionError("no chunk but " + other);
    };
  }

  /// Waits for the end of a streamed answer and gives all of it that was not yet heard.
  public String rest() {
    var text = new StringBuilder();
    while (true) {
      switch (next()) {
        case Chunk(String more) -> text.append(more);
        case End(Map<String, String> trailers) when trailers.isEmpty() -> {
          return text.toString();
        }
        case Heard other -> throw new AssertionError("after '" + text + "' came " + other);
      }
    }
  }

  boolean isSilent() {
    return heard.isEmpty();
  }
}
