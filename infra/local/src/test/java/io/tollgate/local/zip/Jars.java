package io.tollgate.local.zip;

import io.tollgate.local.IsolatedGateway;
import java.io.IOException;
import java.nio.file.Path;

/// `infra/build/Jars.java`, as the build starts it.
public final class Jars {
  private Jars() {}

  /// @param from a jar, or a directory of jars
  /// @return where they are now, instead of the jars that were there
  public static Path write(Path to, Path from) throws IOException {
    Process writing =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                IsolatedGateway.tree().resolve("infra/build/Jars.java").toString(),
                to.toString(),
                from.toString())
            .inheritIO()
            .start();
    if (writing.onExit().join().exitValue() != 0) {
      throw new IOException("infra/build/Jars.java failed; what it said stands above");
    }
    return to;
  }
}
