package io.tollgate.local.e2e;

import io.tollgate.local.Wiring;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A directory laid out as a function's zip, from the classes that are being tested: `lib/*.jar`,
/// `tollgate-runtime`, `tollgate.yaml`.
final class Unpacked {
  private final Path root;

  Unpacked(Path root, String organisation) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("lib"));
    Files.writeString(root.resolve("tollgate.yaml"), organisation);
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path at = Path.of(entry);
      if (!entry.contains("test-classes") && !entry.contains("rocksdbjni") && Files.exists(at)) {
        put(at, root.resolve("lib/%03d-%s.jar".formatted(number++, at.getFileName())));
      }
    }
    Path script = root.resolve("tollgate-runtime");
    Files.copy(sourceTree().resolve("shared/aws/src/main/runtime/tollgate-runtime"), script);
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
  }

  private static void put(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      pack(from, to);
    } else {
      Files.copy(from, to);
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        out.putNextEntry(
            new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, (OutputStream) out);
        out.closeEntry();
      }
    }
  }

  private static Path sourceTree() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("infra/local/pom.xml"))) {
      at = at.getParent();
    }
    return at;
  }

  Path root() {
    return root;
  }

  /// Starts a function of it as Lambda does.
  Started start(String function, Map<String, String> environment) {
    var variables = new HashMap<>(environment);
    variables.put("LAMBDA_TASK_ROOT", root.toString());
    variables.put("_HANDLER", function);
    variables.put(
        "TOLLGATE_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    variables.putIfAbsent("TOLLGATE_JAVA_OPTIONS", Wiring.JAVA_OPTIONS);
    try {
      Path log = Files.createTempFile("function", ".log");
      log.toFile().deleteOnExit();
      var builder =
          new ProcessBuilder(List.of(root.resolve("tollgate-runtime").toString()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().clear();
      builder.environment().putAll(variables);
      return new Started(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A function's process.
  record Started(Process process, Path log) implements AutoCloseable {
    String said() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int exitCode() throws InterruptedException {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end: " + said());
      }
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
