package io.tollgate.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.Main;

/// JMH over the benchmarks of this module, with JMH's own options; `--json` for programs.
final class Micro {
  private static final String JSON = "--json";
  // Long enough to compare two builds on one machine.
  private static final List<String> USUAL =
      List.of("-f", "1", "-wi", "3", "-w", "2", "-i", "5", "-r", "2", "-prof", "gc");

  private Micro() {}

  static int run(List<String> args, PrintStream out) throws Exception {
    var options = new ArrayList<>(USUAL);
    args.stream().filter(arg -> !arg.equals(JSON)).forEach(options::add);
    if (!args.contains(JSON)) {
      Main.main(options.toArray(String[]::new));
      return 0;
    }
    Path file = Files.createTempFile("tollgate-bench-", ".json");
    try {
      options.addAll(List.of("-rf", "json", "-rff", file.toString(), "-o", "/dev/stderr"));
      Main.main(options.toArray(String[]::new));
      out.write(Files.readString(file).getBytes(StandardCharsets.UTF_8));
      return 0;
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
