package io.tollgate.aws.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.table.StoreUnavailable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroundTest {
  private final AtomicInteger asked = new AtomicInteger();

  private int answeredAt(int time) {
    if (asked.incrementAndGet() < time) {
      throw new StoreUnavailable("not yet", new IllegalStateException("slow"));
    }
    return asked.get();
  }

  @Test
  void a_store_that_answers_the_third_time_is_in_time_for_a_start() {
    assertThat(Ground.patiently(() -> answeredAt(3))).isEqualTo(3);
  }

  @Test
  void a_store_that_does_not_answer_three_times_stops_the_start() {
    assertThatThrownBy(() -> Ground.patiently(() -> answeredAt(4)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("not yet");
    assertThat(asked).hasValue(3);
  }
}
