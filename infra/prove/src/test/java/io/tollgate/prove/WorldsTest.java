package io.tollgate.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Two hundred worlds in every build; `./tollgate prove` runs as many as you like.
class WorldsTest {
  private static final long SEEDS = 100;

  /// A world is one thread, so the second half of the worlds has a process of its own beside this.
  @Test
  void where_everything_goes_wrong_every_law_holds_after_every_write() throws Exception {
    Process second = prove(SEEDS + 1);
    Prove.Outcome outcome = Prove.run(1, SEEDS);
    assertThat(String.join("\n", outcome.failure())).isEmpty();
    proves(outcome.counts().text());
    String told = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(second.waitFor()).as(told).isZero();
    proves(told);
  }

  private static Process prove(long first) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Prove.class.getName(),
            "--from",
            Long.toString(first),
            "--seeds",
            Long.toString(SEEDS))
        .redirectErrorStream(true)
        .start();
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
