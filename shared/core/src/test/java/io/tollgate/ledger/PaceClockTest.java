package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Item;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceClockTest {
  private static final Pace PACE = new Pace(Pace.Resource.REQUESTS, 'm', 600, 30, "600-a-minute");
  private static final Hold HOLD = new Hold(Scene.KEY, List.of(), List.of(), List.of(PACE));

  private final Scene scene = new Scene(new EmbeddedTable(() -> Scene.NOON), "pace", Scene.NOON);

  @Test
  void six_hundred_a_minute_are_never_more_than_the_burst_and_its_slack_above_it() {
    var random = new Random(42);
    Deque<Long> admitted = new ArrayDeque<>();
    int most = 0;
    for (int i = 0; i < 30_000; i++) {
      // Bursts of eager callers, and pauses that let credit grow.
      boolean pause = random.nextInt(4_000) == 0;
      scene.after(Duration.ofMillis(pause ? random.nextInt(6_000) : random.nextInt(20)));
      long now = Taking.nanos(scene.now());
      if (scene.ask("0.000001", HOLD) instanceof Reserved.Granted) {
        admitted.addLast(now);
      }
      while (!admitted.isEmpty() && admitted.getFirst() <= now - Duration.ofMinutes(1).toNanos()) {
        admitted.removeFirst();
      }
      most = Math.max(most, admitted.size());
    }
    assertThat(most).isBetween(600, 600 + 30 + 30 / 4);
  }

  @Test
  void an_eager_caller_gets_every_request_that_the_pace_allows() {
    int granted = 0;
    for (int i = 0; i < 6_000; i++) {
      scene.after(Duration.ofMillis(20));
      if (scene.ask("0.000001", HOLD) instanceof Reserved.Granted) {
        granted++;
      }
    }
    // Two minutes at 600, and the burst at the beginning.
    assertThat(granted).isBetween(1_229, 1_230);
  }

  @Test
  void exactly_one_of_the_two_forms_fits_unless_there_is_not_enough_credit() {
    long now = Taking.nanos(Scene.NOON);
    var clock = new PaceClock(PACE, 1, now);
    long burst = 30 * PACE.nanos();
    assertThat(clock.credit().form(Item.EMPTY)).isEqualTo(Credit.Form.FULL);
    assertThat(clock.credit().form(at(now - burst - burst / 4 - 1))).isEqualTo(Credit.Form.FULL);
    assertThat(clock.credit().form(at(now - burst - burst / 4))).isEqualTo(Credit.Form.NORMAL);
    assertThat(clock.credit().form(at(now))).isEqualTo(Credit.Form.NORMAL);
    assertThat(clock.wait(at(now))).isEqualTo(Duration.ofNanos(PACE.nanos()));
    assertThat(clock.credit().form(at(now + burst + burst / 4 + 60_000_000_001L)))
        .isEqualTo(Credit.Form.FULL);
  }

  private static Item at(long clock) {
    return Item.builder().set(PACE.clock(), clock).build();
  }
}
