package io.tollgate.bench.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `./tollgate up` as a process of its own, started as everybody starts it.
public final class Child implements Running {
  private static final int DRAIN_SECONDS = 40;

  private final Process process;
  private final Door door;

  /// Returns when the gateway is ready.
  ///
  /// @param pin what stands before the command, to keep it on one core; may be empty
  /// @param jvm more options for its JVM
  /// @param up what follows `up`, the organisation's file included
  public Child(List<String> pin, List<String> jvm, List<String> up) throws IOException {
    var command = new ArrayList<String>(pin);
    command.add(Path.of(System.getProperty("tollgate.home", "."), "tollgate").toString());
    command.addAll(List.of("up", "--port", "0"));
    command.addAll(up);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    // The script looks for a JDK otherwise, and adds these options to its own.
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge("TOLLGATE_JAVA_OPTS", String.join(" ", jvm), (ours, more) -> ours + " " + more);
    // No provider of the real world is called, whatever this shell has.
    builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
    process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    try {
      door = Door.of(ReadyLine.of(out, "the gateway"));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
    Thread.ofVirtual().start(() -> passOn(out));
  }

  private static void passOn(BufferedReader out) {
    try {
      out.lines().forEach(System.err::println);
    } catch (UncheckedIOException e) {
      // It has ended.
    }
  }

  @Override
  public Door door() {
    return door;
  }

  public long pid() {
    return process.pid();
  }

  /// The CPU time that it has used so far.
  public Duration cpu() {
    return Machine.cpu(process);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
