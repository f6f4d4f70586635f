package io.tollgate.aws.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadFanTest {
  @Test
  void results_come_in_the_order_of_the_tasks() {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Supplier<Integer>> tasks =
          IntStream.range(0, 100).<Supplier<Integer>>mapToObj(i -> () -> i).toList();
      assertEquals(IntStream.range(0, 100).boxed().toList(), new ThreadFan(executor, 3).all(tasks));
      assertEquals(List.of(), new ThreadFan(executor, 3).all(List.<Supplier<Integer>>of()));
    }
  }

  @Test
  void tasks_run_at_the_same_time() {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var both = new CountDownLatch(2);
      Supplier<Boolean> meet =
          () -> {
            both.countDown();
            try {
              both.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return both.getCount() == 0;
          };
      assertEquals(List.of(true, true), new ThreadFan(executor, 1).all(List.of(meet, meet)));
    }
  }

  @Test
  void what_a_task_throws_reaches_the_caller_as_it_is() {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Supplier<Integer> fails =
          () -> {
            throw new IllegalStateException("no");
          };
      assertThrows(
          IllegalStateException.class,
          () -> new ThreadFan(executor, 1).all(List.of(() -> 1, fails)));
    }
  }
}
