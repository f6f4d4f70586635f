package io.tollgate.bench.yardstick;

import io.tollgate.bench.gateway.Machine;
import io.tollgate.bench.gateway.ReadyLine;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program of this package as a process of its own, on the gateway's core. It has the end of its
/// input to end with, so that it does not outlive this process.
public final class Yardstick implements AutoCloseable {
  /// As many carriers as the gateway gives itself on one core.
  private static final String CARRIERS = "-Djdk.virtualThreadScheduler.parallelism=2";

  private final Process process;
  private final String ready;

  /// Returns when it has said that it is ready.
  private Yardstick(ProcessBuilder builder) throws IOException {
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      ready = ReadyLine.of(process.inputReader(StandardCharsets.UTF_8), "the yardstick");
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /// A bare relay that waits for callers, in a JVM like the gateway's: `./tollgate` starts this one
  /// with the same options.
  ///
  /// @param pin what stands before the command, to keep it on one core; may be empty
  public static Yardstick relay(List<String> pin, InetSocketAddress provider) throws IOException {
    var jvm = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    jvm.add(CARRIERS);
    String port = Integer.toString(provider.getPort());
    return new Yardstick(program(pin, jvm, here(), BareRelay.class, port));
  }

  /// The AWS SDK alone, once it has updated an item.
  ///
  /// @param pin what stands before the command, to keep it on one core; may be empty
  /// @param jvm the options of its JVM
  /// @param sdk the class path of the SDK, which comes before ours
  /// @param table a table whose keys are `pk` and `sk`
  /// @param environment all that it sees; where the table is, too
  public static Yardstick sdk(
      List<String> pin, List<String> jvm, String sdk, String table, Map<String, String> environment)
      throws IOException {
    String classPath = sdk + File.pathSeparator + here();
    ProcessBuilder builder = program(pin, jvm, classPath, SdkAlone.class, table);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Yardstick(builder);
  }

  private static ProcessBuilder program(
      List<String> pin, List<String> jvm, String classPath, Class<?> main, String argument) {
    var command = new ArrayList<>(pin);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath, main.getName(), argument));
    return new ProcessBuilder(command);
  }

  /// The jar, or in a test the directory, of this very class.
  private static String here() {
    var source = Yardstick.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path that is no path: " + source, e);
    }
  }

  /// Where the relay listens.
  public InetSocketAddress address() {
    int port = Integer.parseInt(ready.substring(ready.indexOf(' ') + 1));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// The CPU time that it has used so far.
  public Duration cpu() {
    return Machine.cpu(process);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
