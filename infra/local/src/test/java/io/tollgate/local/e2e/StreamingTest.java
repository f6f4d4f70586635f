package io.tollgate.local.e2e;

import io.tollgate.local.RunningGateway;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class StreamingTest extends StreamingContract {
  private static RunningGateway gateway;

  @BeforeAll
  static void open() {
    gateway = RunningGateway.of("", Map.of());
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @Override
  Caller caller() {
    return new Caller(gateway.ready());
  }

  @Override
  Duration soon() {
    return Duration.ofSeconds(2);
  }
}
