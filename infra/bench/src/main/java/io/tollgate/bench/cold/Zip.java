package io.tollgate.bench.cold;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What the proxy's zip holds, laid out as for `sam build`.
///
/// @param root where
record Zip(Path root) implements AutoCloseable {
  /// Lays it out beside an organisation's file.
  ///
  /// @param home of Tollgate, built
  static Zip lay(Path home, String organisation) throws IOException, InterruptedException {
    Path root = Files.createTempDirectory("tollgate-cold-");
    Process laying =
        new ProcessBuilder(home.resolve("infra/zip").toString(), "proxy", root.toString())
            .inheritIO()
            .start();
    if (laying.waitFor() != 0) {
      throw new IOException("infra/zip failed; what it said stands above");
    }
    Files.writeString(root.resolve("tollgate.yaml"), organisation);
    return new Zip(root);
  }

  /// How large the zip is that is sent to Lambda.
  long bytes() throws IOException {
    var size = new LongAdder();
    var counted =
        new OutputStream() {
          @Override
          public void write(int b) {
            size.increment();
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            size.add(length);
          }
        };
    try (var zip = new ZipOutputStream(counted);
        Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return size.sum();
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
