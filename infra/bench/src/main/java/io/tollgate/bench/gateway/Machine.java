package io.tollgate.bench.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What only the system knows of processes: their CPU time and memory, and which core they run on.
public final class Machine {
  private static final String CORES =
      "The gateway ran on core 0, callers and provider on core 1 (%d cores here).";
  private static final String NO_CORES =
      "NOT PINNED: taskset or a second core is missing here, so gateway, callers and provider"
          + " shared what there is; do not compare these numbers.";

  private final boolean pins;

  private Machine(boolean pins) {
    this.pins = pins;
  }

  /// Moves this process to core 1 where that can be done.
  public static Machine pinned() {
    boolean enough = Runtime.getRuntime().availableProcessors() > 1;
    String pid = Long.toString(ProcessHandle.current().pid());
    return new Machine(enough && said("taskset", "-a", "-p", "-c", "1", pid).isPresent());
  }

  /// What to put before the gateway's command.
  public List<String> pin() {
    return pins ? List.of("taskset", "-c", "0") : List.of();
  }

  /// For the report, visibly.
  public String sentence() {
    return pins ? CORES.formatted(cores()) : NO_CORES;
  }

  private static long cores() {
    return said("nproc", "--all").map(text -> Long.parseLong(text.strip())).orElse(2L);
  }

  /// The CPU time that a process has used so far; the system counts in hundredths of a second.
  public static Duration cpu(Process process) {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("this system does not tell CPU times"));
  }

  /// Resident memory of a process in kilobytes.
  public static long residentKilobytes(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (Files.isReadable(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    }
    return said("ps", "-o", "rss=", "-p", Long.toString(pid))
        .map(text -> Long.parseLong(text.strip()))
        .orElseThrow(() -> new IOException("neither /proc nor ps tells the memory of " + pid));
  }

  private static Optional<String> said(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // No such program here.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
