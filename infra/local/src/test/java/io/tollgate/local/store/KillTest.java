package io.tollgate.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
  private static final int LINES_BEFORE_THE_KILL = 4_000;

  @TempDir private Path directory;

  @Test
  @Timeout(60)
  void what_was_acknowledged_before_a_sigkill_is_there_after_it_and_no_transaction_is_torn()
      throws Exception {
    long[] acknowledged = acknowledgedUntilKilled();
    try (var table = RocksTable.open(directory, Durability.SURVIVES_KILL, InstantSource.system())) {
      long moved = 0;
      for (int thread = 0; thread < Diligent.THREADS; thread++) {
        long stored = table.get(Diligent.to(thread)).orEmpty().num("n").asLong();
        assertThat(stored).isGreaterThanOrEqualTo(acknowledged[thread]).isPositive();
        moved += stored;
      }
      assertThat(table.get(Diligent.FROM).orEmpty().num("n").asLong()).isEqualTo(-moved);
    }
  }

  private long[] acknowledgedUntilKilled() throws IOException, InterruptedException {
    var acknowledged = new long[Diligent.THREADS];
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Diligent.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      int lines = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ", 2);
        acknowledged[Integer.parseInt(words[0])] = Long.parseLong(words[1]);
        if (++lines == LINES_BEFORE_THE_KILL) {
          process.destroyForcibly();
        }
      }
    } catch (IOException streamOfTheDead) {
      // What it said before its death was read; the stream may end by an error.
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return acknowledged;
  }
}
