package io.tollgate.local.zip;

import io.tollgate.local.IsolatedGateway;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Jars of what is being tested, and `infra/build/Jars.java` as the build starts it.
public final class Jars {
  private Jars() {}

  /// Packs some of a directory's files, in the order of their names.
  ///
  /// @param which is asked for each file
  public static void pack(Path directory, Predicate<Path> which, Path jar) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).filter(which).sorted().toList()) {
        String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new ZipEntry(name));
        Files.copy(file, (OutputStream) out);
        out.closeEntry();
      }
    }
  }

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
