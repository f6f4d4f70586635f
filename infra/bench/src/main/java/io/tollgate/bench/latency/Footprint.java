package io.tollgate.bench.latency;

import io.tollgate.bench.Arguments;
import io.tollgate.bench.Progress;
import io.tollgate.bench.Report;
import io.tollgate.bench.Sheet;
import io.tollgate.bench.gateway.Child;
import io.tollgate.bench.gateway.ConfigFile;
import io.tollgate.bench.gateway.Machine;
import io.tollgate.bench.gateway.Organisation;
import io.tollgate.bench.http.Ask;
import io.tollgate.bench.http.Line;
import io.tollgate.bench.http.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the gateway needs when its books are kept on disk: memory under a steady load, and time to
/// its first answer.
public final class Footprint {
  public static final Arguments.Options OPTIONS =
      new Arguments.Options(
          Map.of(
              "--rate", "500",
              "--seconds", "60",
              "--connections", "16",
              "--starts", "3",
              "--jvm", ""),
          List.of());

  private static final List<String> COLUMNS =
      List.of(
          "start to first answer ms",
          "calls/s",
          "p50 µs",
          "p99 µs",
          "max µs",
          "CPU µs/call",
          "resident MB",
          "failed");

  private static final int REQUEST_BYTES = 300;
  private static final int MAX_TOKENS = 64;

  private final List<String> jvm;
  private final Machine machine;
  private final Path config;

  private Footprint(List<String> jvm, Machine machine, Path config) {
    this.jvm = List.copyOf(jvm);
    this.machine = machine;
    this.config = config;
  }

  /// @throws io.tollgate.local.Misuse if an argument is wrong
  public static Report run(Arguments arguments, Progress progress)
      throws IOException, InterruptedException {
    int rate = arguments.whole("--rate", 1, 100_000);
    var seconds = Duration.ofSeconds(arguments.whole("--seconds", 1, 3_600));
    int connections = arguments.whole("--connections", 1, 1_000);
    int starts = arguments.whole("--starts", 1, 99);
    Machine machine = Machine.pinned();
    try (var provider = new Provider(Kind.PLAIN.conduct());
        var file = ConfigFile.of(Organisation.yaml(provider.baseUrl()))) {
      var footprint = new Footprint(arguments.jvm("--jvm"), machine, file.path());
      var times = new ArrayList<Long>();
      for (int i = 1; i <= starts; i++) {
        progress.step("start %d of %d".formatted(i, starts));
        times.add(footprint.start().toMillis());
      }
      progress.step("%d calls/s for %d s".formatted(rate, seconds.toSeconds()));
      Duration every = Duration.ofSeconds(1).dividedBy(rate);
      return footprint.report(times, connections, every, seconds);
    }
  }

  /// From the JVM's start to the first answered call.
  private Duration start() throws IOException {
    Path data = Files.createTempDirectory("tollgate-bench-");
    long begin = System.nanoTime();
    try (Child gateway = gateway(data);
        var line = new Line(gateway.door().address())) {
      int status = line.exchange(request(gateway));
      if (status != 200) {
        throw new IOException("the first call was answered with " + status + ": " + line.body());
      }
      return Duration.ofNanos(System.nanoTime() - begin);
    } finally {
      delete(data);
    }
  }

  private Report report(List<Long> starts, int connections, Duration every, Duration seconds)
      throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("tollgate-bench-");
    try (Child gateway = gateway(data)) {
      Duration before = gateway.cpu();
      Sample sample =
          new Load(gateway.door().address(), request(gateway), connections, every).run(seconds);
      long cpu = gateway.cpu().minus(before).toNanos() / 1000 / Math.max(1, sample.calls());
      List<Object> row =
          List.of(
              Sample.median(starts, Long::longValue),
              sample.perSecond(),
              sample.p50(),
              sample.p99(),
              sample.max(),
              cpu,
              Rows.megabytes(Machine.residentKilobytes(gateway.pid()), 0),
              sample.failures());
      return new Report(
          "footprint",
          List.of(machine.sentence(), "Books on disk (--data)."),
          List.of(new Sheet("footprint", COLUMNS, List.of(row))),
          sample.failures() == 0 ? List.of() : List.of(sample.failures() + " calls failed"));
    } finally {
      delete(data);
    }
  }

  private Child gateway(Path data) throws IOException {
    return new Child(
        machine.pin(), jvm, List.of("--data", data.toString(), "--config", config.toString()));
  }

  private static byte[] request(Child gateway) {
    return Ask.post(
        gateway.door().key(),
        Map.of("tollgate-agent", "support-bot", "tollgate-feature", "search"),
        Ask.chat("bench/m", false, MAX_TOKENS, REQUEST_BYTES));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
