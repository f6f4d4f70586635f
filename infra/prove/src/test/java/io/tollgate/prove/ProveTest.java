package io.tollgate.prove;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fifty worlds in every build; `./tollgate prove` runs as many as you like.
class ProveTest {
  private static final long FIRST = 1;
  private static final long SEEDS = 50;

  @Test
  void in_fifty_worlds_where_everything_goes_wrong_every_law_holds_after_every_write()
      throws InterruptedException {
    Prove.Outcome outcome = Prove.run(FIRST, SEEDS);
    assertThat(String.join("\n", outcome.failure())).isEmpty();
    assertThat(outcome.counts().seeds()).isEqualTo((int) SEEDS);
    // A world in which nobody spends proves nothing.
    assertThat(outcome.counts().dispatched()).isGreaterThan(20 * SEEDS);
    assertThat(outcome.counts().thresholds()).isGreaterThan(5 * SEEDS);
    // Nor does one in which no raise is ever needed.
    assertThat(outcome.counts().text()).containsPattern("by raised limits +[1-9][0-9]+");
    assertThat(outcome.counts().text()).containsPattern("loops broken +[1-9]");
  }

  @ParameterizedTest
  @ValueSource(longs = {104, 1088})
  void a_world_that_once_broke_a_law_does_so_no_more(long seed) throws InterruptedException {
    assertThat(String.join("\n", Prove.run(seed, 1).failure())).isEmpty();
  }

  @Test
  void the_same_seed_makes_the_same_world() throws InterruptedException {
    Prove.Outcome first = Prove.run(7, 1);
    Prove.Outcome second = Prove.run(7, 1);
    assertThat(withoutTime(first)).isEqualTo(withoutTime(second));
  }

  private static String withoutTime(Prove.Outcome outcome) {
    String text = outcome.counts().text();
    return text.substring(text.indexOf('\n'));
  }
}
