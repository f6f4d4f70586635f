package io.tollgate.prove;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Two hundred worlds in every build, half of them in each of two processes; `./tollgate prove`
/// runs as many as you like.
abstract class Worlds {
  private static final long SEEDS = 100;

  private final long first;

  Worlds(long first) {
    this.first = first;
  }

  @Test
  void where_everything_goes_wrong_every_law_holds_after_every_write() throws InterruptedException {
    Prove.Outcome outcome = Prove.run(first, SEEDS);
    assertThat(String.join("\n", outcome.failure())).isEmpty();
    assertThat(outcome.counts().seeds()).isEqualTo((int) SEEDS);
    // A world in which nobody spends proves nothing.
    assertThat(outcome.counts().dispatched()).isGreaterThan(20 * SEEDS);
    assertThat(outcome.counts().thresholds()).isGreaterThan(5 * SEEDS);
    // Nor do worlds in which a policy never speaks.
    assertThat(outcome.counts().text())
        .containsPattern("by raised limits +[1-9]")
        .containsPattern(
            "suspended +[1-9][0-9]+ +caps lowered [1-9][0-9]+, sent to a cheaper model [1-9]")
        .containsPattern("loops broken +[1-9]")
        .containsPattern("repeats refused +[1-9]");
  }
}
