package io.tollgate.prove;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Worlds that are kept, and that a seed is a world.
class ProveTest {
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

  @Test
  void of_worlds_that_break_laws_at_once_the_first_is_told() throws InterruptedException {
    Prove.Outcome alone = Prove.run(1, 1, Unconditional::new);
    Prove.Outcome beside = Prove.run(1, 4, Unconditional::new);
    assertThat(alone.failure().getFirst()).startsWith("seed 1: ");
    assertThat(beside.failure()).isEqualTo(alone.failure());
    assertThat(withoutTime(beside)).isEqualTo(withoutTime(alone));
  }

  private static String withoutTime(Prove.Outcome outcome) {
    String text = outcome.counts().text();
    return text.substring(text.indexOf('\n'));
  }
}
