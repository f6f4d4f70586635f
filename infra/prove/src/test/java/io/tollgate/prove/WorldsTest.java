package io.tollgate.prove;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two hundred worlds in every build; `./tollgate prove` runs as many as you like.
class WorldsTest {
  private static final long SEEDS = 100;

  /// Each hundred has to be worth it.
  @ParameterizedTest
  @ValueSource(longs = {1, 1 + SEEDS})
  void where_everything_goes_wrong_every_law_holds_after_every_write(long first)
      throws InterruptedException {
    Prove.Outcome outcome = Prove.run(first, SEEDS);
    assertThat(String.join("\n", outcome.failure())).isEmpty();
    proves(outcome.counts().text());
  }

  /// Worlds in which nobody spends, or a policy never speaks, prove nothing.
  private static void proves(String report) {
    assertThat(report)
        .containsPattern("worlds +" + SEEDS + " ")
        .containsPattern("sent to providers +[0-9]{4,}")
        .containsPattern("thresholds raised +[0-9]{3,}")
        .containsPattern("by raised limits +[1-9]")
        .containsPattern(
            "suspended +[1-9][0-9]+ +caps lowered [1-9][0-9]+, sent to a cheaper model [1-9]")
        .containsPattern("loops broken +[1-9]")
        .containsPattern("repeats refused +[1-9]")
        .containsPattern("passed uncounted +[1-9][0-9]+ +charged [1-9]")
        .containsPattern("caps broken +[1-9][0-9]+ +models noted [1-9]");
  }
}
