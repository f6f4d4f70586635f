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
      door = Door.of(readyLine(out));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
    Thread.ofVirtual().start(() -> passOn(out));
  }

  /// What a JVM says on its own account goes before.
  private static String readyLine(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        return line;
      }
      System.err.println(line);
    }
    throw new IOException("the gateway ended before it was ready; what it said stands above");
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

  /// The CPU time that it has used so far; the system counts in hundredths of a second.
  public Duration cpu() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("this system does not tell CPU times"));
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
