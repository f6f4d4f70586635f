package io.tollgate.local.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PollerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NONE_FAILED = "{\"batchItemFailures\":[]}".getBytes(UTF_8);

  private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private final LocalQueue queue =
      new LocalQueue(new LocalQueue.Rules(100_000, Duration.ofSeconds(30), 3), () -> now);
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private Poller poller(BatchConsumer consumer, int size, Duration window) {
    return new Poller(
        queue, consumer, new Poller.Batches(size, window, 2), Thread.ofVirtual().factory());
  }

  @Test
  void a_consumer_sees_what_lambda_would_send_it() throws Exception {
    queue.send("{\"v\":1,\"say\":\"grüße\"}");
    try (Poller poller =
        poller(
            event -> {
              seen.add(new String(event, UTF_8));
              return NONE_FAILED;
            },
            10,
            Duration.ofSeconds(5))) {
      assertThat(poller).isNotNull();
    }
    JsonNode message = JSON.readTree(seen.getFirst()).path("Records").path(0);
    assertThat(message.path("body").asText()).isEqualTo("{\"v\":1,\"say\":\"grüße\"}");
    assertThat(message.path("messageId").asText()).isEqualTo("m0");
    assertThat(message.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(message.path("attributes").path("ApproximateReceiveCount").asText()).isEqualTo("1");
    assertThat(message.path("attributes").path("SentTimestamp").asText())
        .isEqualTo("1795521600000");
  }

  private BatchConsumer failing(String body) {
    return event -> {
      for (JsonNode message : JSON.readTree(event).path("Records")) {
        seen.add(message.path("body").asText());
        if (message.path("body").asText().equals(body)) {
          return "{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}"
              .formatted(message.path("messageId").asText())
              .getBytes(UTF_8);
        }
      }
      return NONE_FAILED;
    };
  }

  @Test
  void only_what_failed_comes_back() {
    List.of("good", "bad").forEach(queue::send);
    poller(failing("bad"), 2, Duration.ZERO).close();
    now = now.plusSeconds(30);
    assertThat(queue.take(10)).extracting(Delivery::body).containsExactly("bad");
  }

  @Test
  void a_consumer_that_throws_gets_the_whole_batch_again() {
    List.of("a", "b").forEach(queue::send);
    poller(
            event -> {
              throw new IOException("down");
            },
            2,
            Duration.ZERO)
        .close();
    now = now.plusSeconds(30);
    assertThat(queue.take(10)).extracting(Delivery::count).containsExactly(2, 2);
  }

  @Test
  void closing_takes_what_waits_and_leaves_what_failed_hidden() {
    for (int i = 0; i < 250; i++) {
      queue.send("m" + i);
    }
    queue.send("bad");
    poller(failing("bad"), 100, Duration.ofDays(1)).close();
    assertThat(seen).hasSize(251);
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void many_senders_lose_nothing_and_batches_fill() throws InterruptedException {
    var batches = new AtomicInteger();
    var messages = new AtomicInteger();
    Poller poller =
        poller(
            event -> {
              batches.incrementAndGet();
              messages.addAndGet(JSON.readTree(event).path("Records").size());
              return NONE_FAILED;
            },
            100,
            Duration.ofMillis(200));
    var done = new CountDownLatch(8);
    for (int t = 0; t < 8; t++) {
      Thread.startVirtualThread(() -> {
        for (int i = 0; i < 5000; i++) {
          queue.send("{\"n\":1}");
        }
        done.countDown();
      });
    }
    done.await();
    poller.close();
    assertThat(messages).hasValue(40_000);
    assertThat(batches.get()).isLessThan(2000);
  }
}
