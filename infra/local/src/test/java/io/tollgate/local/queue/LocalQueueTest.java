package io.tollgate.local.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalQueueTest {
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private final LocalQueue queue =
      new LocalQueue(new LocalQueue.Rules(5, Duration.ofSeconds(30), 3), () -> now);

  private List<String> take(int most) {
    return queue.take(most).stream().map(Delivery::body).toList();
  }

  @Test
  void messages_come_in_the_order_they_were_sent_and_no_more_than_asked_for() {
    List.of("a", "b", "c").forEach(queue::send);
    assertThat(take(2)).containsExactly("a", "b");
    assertThat(take(2)).containsExactly("c");
    assertThat(take(2)).isEmpty();
  }

  @Test
  void a_message_that_was_taken_is_hidden_then_comes_back_counted() {
    queue.send("a");
    assertThat(queue.take(1)).extracting(Delivery::count).containsExactly(1);
    now = now.plusSeconds(29);
    assertThat(take(1)).isEmpty();
    now = now.plusSeconds(1);
    assertThat(queue.take(1)).extracting(Delivery::count).containsExactly(2);
  }

  @Test
  void a_message_that_was_deleted_never_comes_back() {
    queue.send("a");
    queue.send("b");
    queue.delete(queue.take(1).stream().map(Delivery::id).toList());
    now = now.plusSeconds(60);
    assertThat(take(5)).containsExactly("b");
  }

  @Test
  void a_message_delivered_too_often_goes_to_the_dead_letters() {
    queue.send("poison");
    for (int i = 0; i < 3; i++) {
      assertThat(take(1)).containsExactly("poison");
      now = now.plusSeconds(30);
    }
    assertThat(take(1)).isEmpty();
    assertThat(queue.dead()).extracting(Delivery::body).containsExactly("poison");
  }

  @Test
  void a_full_queue_says_so_and_hidden_messages_count() {
    for (int i = 0; i < 5; i++) {
      assertThat(queue.send("m" + i)).isTrue();
    }
    assertThat(queue.send("one too many")).isFalse();
    List<Delivery> taken = queue.take(1);
    assertThat(queue.send("one too many")).isFalse();
    queue.delete(List.of(taken.getFirst().id()));
    assertThat(queue.send("fits")).isTrue();
  }

  @Test
  void a_full_batch_does_not_wait_for_its_window() throws InterruptedException {
    List.of("a", "b", "c").forEach(queue::send);
    assertThat(queue.batch(2, Duration.ofDays(1))).hasSize(2);
  }

  @Test
  void a_batch_that_does_not_fill_comes_when_its_window_has_passed() throws InterruptedException {
    queue.send("a");
    assertThat(queue.batch(2, Duration.ofMillis(20))).hasSize(1);
  }

  @Test
  void a_closing_queue_hands_out_what_is_left_at_once() throws InterruptedException {
    queue.send("a");
    queue.close();
    assertThat(queue.batch(2, Duration.ofDays(1))).hasSize(1);
    assertThat(queue.batch(2, Duration.ofDays(1))).isEmpty();
  }
}
