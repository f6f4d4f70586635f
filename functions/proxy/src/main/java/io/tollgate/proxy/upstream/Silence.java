package io.tollgate.proxy.upstream;

import java.time.Duration;

/// What to do while an answer does not go on.
///
/// @param every after how long without an arrival, again and again
/// @param told runs in another thread than the one that waits, which goes on only when it has ended
public record Silence(Duration every, Runnable told) {
  /// Nobody minds.
  static final Silence UNHEARD = new Silence(Duration.ofMillis(Long.MAX_VALUE), () -> {});
}
