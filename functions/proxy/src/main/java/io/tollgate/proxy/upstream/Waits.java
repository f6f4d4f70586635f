package io.tollgate.proxy.upstream;

import java.time.Duration;
import java.time.Instant;

/// How long to wait in one exchange.
///
/// @param connect for the connection, handshake included
/// @param firstByte from the sent request to the first byte of the answer's body
/// @param idle from one arrival to the next
/// @param until when everything ends, whatever is still missing
public record Waits(Duration connect, Duration firstByte, Duration idle, Instant until) {
  Waits withIdle(Duration other) {
    return new Waits(connect, firstByte, other, until);
  }
}
