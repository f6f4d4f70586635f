package io.tollgate.aws.dynamodb;

import io.tollgate.aws.run.Leash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// AWS's DynamoDB Local as a process of its own, in memory: a store for this machine, gone when it
/// is closed.
///
/// It listens on all of the machine's interfaces and asks for no password; AWS offers no switch for
/// that.
public final class DynamoDbLocal implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  /// Ctrl-C reaches a terminal's whole group, and whoever drains still needs the store.
  private static final List<String> DEAF_TO_CTRL_C =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "dynamodb-local");

  private final Process process;
  private final Leash leash;
  private final URI endpoint;

  private DynamoDbLocal(Process process, Leash leash, URI endpoint) {
    this.process = process;
    this.leash = leash;
    this.endpoint = endpoint;
  }

  /// Where a source tree keeps it.
  public static Path home(Path sourceTree) {
    return sourceTree.resolve("infra/dynamodb-local/target");
  }

  /// Starts it on a free port and returns once it answers. It ends with this process, even if this
  /// process is killed.
  ///
  /// @param home a directory with its jars in `lib`; its log goes there too
  /// @throws IllegalStateException if its jars are missing or if it does not start
  public static DynamoDbLocal start(Path home) {
    if (!Files.isDirectory(home.resolve("lib"))) {
      throw new IllegalStateException(
          "DynamoDB Local is not in "
              + home.resolve("lib")
              + "; `mvn -f infra/dynamodb-local/pom.xml generate-resources` fetches it from Maven Central.");
    }
    try {
      int port = freePort();
      Path log = home.resolve("dynamodb-local-" + port + ".log");
      Process process = launch(home, port, log);
      var local =
          new DynamoDbLocal(process, Leash.on(process), URI.create("http://127.0.0.1:" + port));
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      local.awaitPort(port, log);
      return local;
    } catch (IOException e) {
      throw new UncheckedIOException("DynamoDB Local could not be started from " + home + ".", e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  /// Its process id.
  public long pid() {
    return process.pid();
  }

  /// With the first compiler only: it mostly lives for seconds, and the second costs it a third of
  /// its CPU in these.
  private static Process launch(Path home, int port, Path log) throws IOException {
    List<String> command = new ArrayList<>(DEAF_TO_CTRL_C);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            "lib/*",
            "software.amazon.dynamodb.services.local.main.ServerRunner",
            "-inMemory",
            "-sharedDb",
            "-disableTelemetry",
            "-port",
            Integer.toString(port)));
    var builder = new ProcessBuilder(command);
    builder.environment().put("DDB_LOCAL_TELEMETRY", "0");
    return builder
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private void awaitPort(int port, Path log) {
    for (long i = 0; i < START_LIMIT.dividedBy(PAUSE) && process.isAlive(); i++) {
      if (answers(port)) {
        return;
      }
      pause();
    }
    close();
    throw new IllegalStateException(
        "DynamoDB Local did not answer on port "
            + port
            + " within "
            + START_LIMIT.toSeconds()
            + " s, or ended; its own words are in "
            + log
            + ".");
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PAUSE.toMillis());
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("Interrupted while DynamoDB Local was starting.", e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Ends the process; what it held is gone.
  @Override
  public void close() {
    leash.close();
    process.destroyForcibly();
    try {
      process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
