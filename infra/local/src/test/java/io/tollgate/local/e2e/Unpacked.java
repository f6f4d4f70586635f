package io.tollgate.local.e2e;

import io.tollgate.local.IsolatedGateway;
import io.tollgate.local.Wiring;
import io.tollgate.local.zip.Jars;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A directory laid out as a function's zip, from the classes that are being tested: `lib/*.jar`,
/// written as the build writes them, `tollgate-runtime`, `tollgate.yaml`.
final class Unpacked {
  private static final Path HOME = IsolatedGateway.tree().resolve("infra/local/target/unpacked");

  /// Written once: it takes seconds.
  private static final Path LIB = lib();

  private final Path root;

  /// @param organisation its file; `--isolate` brings one of its own
  Unpacked(String organisation) throws IOException {
    root = Files.createTempDirectory(HOME, "zip");
    Files.createSymbolicLink(root.resolve("lib"), LIB);
    Files.writeString(root.resolve("tollgate.yaml"), organisation);
    Path script = root.resolve("tollgate-runtime");
    Files.copy(
        IsolatedGateway.tree().resolve("shared/aws/src/main/runtime/tollgate-runtime"), script);
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
  }

  private static Path lib() {
    try {
      Path classes = Files.createDirectories(HOME.resolve("classes"));
      try (Stream<Path> old = Files.list(classes)) {
        for (Path jar : old.toList()) {
          Files.delete(jar);
        }
      }
      Set<String> libraries = libraries();
      int number = 0;
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path at = Path.of(entry);
        if (!entry.isEmpty() && Files.exists(at) && isOfAZip(at, libraries)) {
          put(at, classes.resolve("%03d-%s.jar".formatted(number++, at.getFileName())));
        }
      }
      return Jars.write(HOME.resolve("lib"), classes);
    } catch (IOException e) {
      throw new UncheckedIOException("the jars of a zip cannot be laid out", e);
    }
  }

  /// The names of the libraries that the functions' zips hold; none before the functions are built.
  private static Set<String> libraries() throws IOException {
    var names = new HashSet<String>();
    for (String module : List.of("proxy", "aggregator", "admin")) {
      Path lib = IsolatedGateway.tree().resolve("functions/" + module + "/target/lib");
      if (Files.isDirectory(lib)) {
        try (Stream<Path> jars = Files.list(lib)) {
          jars.map(Unpacked::name).forEach(names::add);
        }
      }
    }
    return names;
  }

  /// Without its version, which may have changed since.
  private static String name(Path jar) {
    return jar.getFileName().toString().replaceFirst("(-\\d.*)?\\.jar$", "");
  }

  /// Ours, and what the functions depend on. The tests' own libraries are eight times as large: to
  /// write them too takes a quarter of a minute, so it is only done where nobody knows better.
  private static boolean isOfAZip(Path entry, Set<String> libraries) {
    String name = name(entry);
    return !entry.endsWith("test-classes")
        && !name.endsWith("-tests")
        && !name.equals("rocksdbjni")
        && (Files.isDirectory(entry)
            || name.startsWith("tollgate-")
            || libraries.isEmpty()
            || libraries.contains(name));
  }

  private static void put(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Jars.pack(from, file -> true, to);
    } else {
      Files.copy(from, to);
    }
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
