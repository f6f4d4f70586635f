package io.tollgate.bench.demo;

import java.time.Duration;

/// What one call was told.
///
/// @param at when it was sent, from the start of the traffic
/// @param took until the whole answer had come
/// @param answer `200`, a status with a refusal's code, or why there was none
record Told(Duration at, Duration took, String answer) {
  boolean isLetThrough() {
    return answer.equals("200");
  }
}
