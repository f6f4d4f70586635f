package io.tollgate.local.e2e;

import io.tollgate.local.RunningGateway.Ready;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// `./tollgate up` as a process of its own, over the classes that are being tested.
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final Path errors;
  private final BufferedReader out;

  private ChildProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out = process.inputReader();
  }

  static ChildProcess up(String... args) {
    return up(Path.of(""), args);
  }

  /// @param home a directory laid out as the source tree
  static ChildProcess up(Path home, String... args) {
    try {
      Path errors = Files.createTempFile("up", ".err");
      errors.toFile().deleteOnExit();
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-Dtollgate.home=" + home,
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.tollgate.local.Tollgate",
                  "up"));
      command.addAll(List.of(args));
      return new ChildProcess(
          new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for the ready line.
  Ready ready() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("it did not start: " + errors());
    }
    return Ready.parse(line);
  }

  String errors() throws IOException {
    return Files.readString(errors, StandardCharsets.UTF_8);
  }

  /// All that it started, and all that these did.
  Set<ProcessHandle> descendants() {
    return process.descendants().collect(Collectors.toSet());
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// SIGTERM.
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
