package io.tollgate.bench.latency;

import io.tollgate.bench.http.Answers;
import io.tollgate.bench.http.Conduct;
import java.time.Duration;
import java.util.Locale;

/// What the provider answers with.
enum Kind {
  /// A whole answer at once.
  PLAIN,
  /// A stream of 20 chunks, all at once.
  STREAM,
  /// A stream of 20 chunks, 1 ms apart.
  PACED;

  private static final int OUTPUT_TOKENS = 20;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean streams() {
    return this != PLAIN;
  }

  Conduct conduct() {
    return switch (this) {
      case PLAIN -> Answers.plain(OUTPUT_TOKENS);
      case STREAM -> Answers.stream(Duration.ZERO);
      case PACED -> Answers.stream(Duration.ofMillis(1));
    };
  }
}
