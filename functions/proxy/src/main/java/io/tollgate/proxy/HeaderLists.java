package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import java.util.Set;

/// Which headers pass, both ways: by name, never by exclusion, so that no key, cookie or
/// organisation slips through.
final class HeaderLists {
  private static final String TRACEPARENT = "traceparent";

  private static final Set<String> UP =
      Set.of(
          "accept", "openai-beta", TRACEPARENT, "tracestate", "user-agent", "x-client-request-id");

  private static final Set<String> DOWN =
      Set.of(
          "content-language",
          "openai-model",
          "openai-processing-ms",
          "openai-version",
          "retry-after",
          "retry-after-ms",
          "x-should-retry");

  private HeaderLists() {}

  /// Writes the caller's headers that the provider gets, a line each.
  static void up(Headers asked, StringBuilder head) {
    asked
        .asMap()
        .forEach((name, values) -> {
          if (UP.contains(name) && isPlain(values.getFirst())) {
            head.append(name).append(": ").append(values.getFirst()).append("\r\n");
          }
        });
  }

  /// Adds the provider's headers that the caller gets.
  static void down(Headers answered, Headers.Builder told) {
    answered
        .asMap()
        .forEach((name, values) -> {
          if (DOWN.contains(name) || name.startsWith("x-ratelimit-")) {
            told.set(name, values.getFirst());
          }
        });
  }

  /// The caller's place in a trace; empty if it told none.
  static String traceparent(Headers asked) {
    return asked.first(TRACEPARENT).filter(HeaderLists::isPlain).orElse("");
  }

  /// Whether it can stand in a header without ending it.
  static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
