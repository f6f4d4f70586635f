package io.tollgate.bench.cold;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The proxy's zip, unpacked: its jars out of this bench's own, since the bench needs all of them
/// and some more.
///
/// @param root of the directory
record Zip(Path root) implements AutoCloseable {
  private static final Pattern NOT_THE_PROXYS =
      Pattern.compile(
          "(helidon|rocksdbjni|jmh|jopt|commons-math|tollgate-(local|bench|admin|aggregator)).*");

  private static final String SCRIPT = "shared/aws/src/main/runtime/tollgate-runtime";

  static Zip lay(String organisation) throws IOException {
    Path root = Files.createTempDirectory("tollgate-cold-");
    Files.createDirectory(root.resolve("lib"));
    for (Path jar : jars()) {
      Files.copy(jar, root.resolve("lib").resolve(jar.getFileName()));
    }
    Files.writeString(root.resolve("tollgate.yaml"), organisation);
    Path script = root.resolve("tollgate-runtime");
    Files.copy(Path.of(System.getProperty("tollgate.home", ".")).resolve(SCRIPT), script);
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
    return new Zip(root);
  }

  private static List<Path> jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(at -> at.toString().endsWith(".jar"))
        .filter(at -> !NOT_THE_PROXYS.matcher(at.getFileName().toString()).matches())
        .toList();
  }

  long bytes() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("lib"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /// Starts it as Lambda does.
  ///
  /// @param pin what to put before the command
  /// @param environment all that it sees beside what Lambda itself sets
  Process start(List<String> pin, Map<String, String> environment) throws IOException {
    var command = new ArrayList<>(pin);
    command.add(root.resolve("tollgate-runtime").toString());
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("log").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    builder.environment().put("LAMBDA_TASK_ROOT", root.toString());
    return builder.start();
  }

  String said() throws IOException {
    return Files.readString(root.resolve("log"));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
