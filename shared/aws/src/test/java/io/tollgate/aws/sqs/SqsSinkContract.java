package io.tollgate.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Attribution;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a queue gets from the sink.
abstract class SqsSinkContract {
  /// A sink onto the queue of this test.
  abstract SqsSink sink();

  /// A sink onto a queue that does not exist.
  abstract SqsSink nowhere();

  /// Takes what is on the queue.
  abstract List<String> received();

  @Test
  void an_event_arrives_as_it_is_spelt() {
    UsageEvent event = refused("r-1", "Über das Budget: 5 €");
    assertThat(sink().send(event)).isTrue();
    assertThat(received()).containsExactly(EventJson.write(event));
  }

  @Test
  void an_event_that_is_sent_twice_arrives_twice() {
    UsageEvent event = refused("r-2", "again");
    assertThat(sink().send(event)).isTrue();
    assertThat(sink().send(event)).isTrue();
    assertThat(received()).hasSize(2);
  }

  @Test
  void a_queue_that_is_not_there_takes_nothing() {
    assertThat(nowhere().send(refused("r-3", "lost"))).isFalse();
  }

  static UsageEvent refused(String request, String message) {
    return new UsageEvent.Refused(
        request,
        Instant.parse("2026-11-30T23:59:59Z"),
        new Attribution("ada", "bot", "research", "search", "laptop", Optional.empty()),
        "openai",
        "gpt-4o-mini",
        402,
        "budget_exceeded",
        "monthly:workspace",
        "workspace",
        message,
        "");
  }
}
