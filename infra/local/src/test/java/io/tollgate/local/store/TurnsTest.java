package io.tollgate.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {
  @Test
  void each_caller_gets_its_own_outcome_after_its_group_was_finished() {
    var finished = new AtomicInteger();
    var turns = new Turns(finished::incrementAndGet);
    assertThat(turns.<String>take(() -> "a" + finished.get())).isEqualTo("a0");
    assertThat(turns.<String>take(() -> "b" + finished.get())).isEqualTo("b1");
    assertThat(finished).hasValue(2);
  }

  @Test
  void an_exception_reaches_its_caller_and_nobody_else() {
    var turns = new Turns(() -> {});
    assertThatThrownBy(() ->
            turns.take(() -> {
              throw new IllegalArgumentException("mine");
            }))
        .hasMessage("mine");
    assertThat(turns.<Integer>take(() -> 1)).isEqualTo(1);
  }

  @Test
  void a_group_that_cannot_be_finished_is_lost_for_each_caller_in_it() {
    var turns =
        new Turns(() -> {
          throw new IllegalStateException("disk full");
        });
    assertThatThrownBy(() -> turns.take(() -> 1))
        .isInstanceOf(GroupLost.class)
        .hasMessageContaining("disk full");
  }

  @Test
  void of_many_callers_one_works_at_a_time_and_none_is_forgotten() throws Exception {
    int callers = 64;
    int calls = 300;
    var groups = new AtomicInteger();
    var turns = new Turns(groups::incrementAndGet);
    var sum = new int[1];
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Callable<Integer>>();
      for (int caller = 0; caller < callers; caller++) {
        all.add(() -> {
          int last = 0;
          for (int i = 0; i < calls; i++) {
            last = turns.take(() -> ++sum[0]);
          }
          return last;
        });
      }
      List<Future<Integer>> lasts = threads.invokeAll(all);
      for (Future<Integer> last : lasts) {
        assertThat(last.get()).isPositive();
      }
    }
    assertThat(sum[0]).isEqualTo(callers * calls);
    assertThat(groups.get()).isLessThanOrEqualTo(callers * calls);
  }

  @Test
  void an_interrupted_caller_gets_its_outcome_and_stays_interrupted() {
    var turns = new Turns(() -> {});
    Thread.currentThread().interrupt();
    assertThat(turns.<Integer>take(() -> 1)).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
  }
}
