package io.tollgate.local;

import io.tollgate.local.RunningGateway.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/// What `./tollgate up --isolate --port 0` runs: the front in this process, the functions in
/// others.
public final class IsolatedGateway implements AutoCloseable {
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  private final Gateway gateway;
  private final ProcessHandle engine;

  private IsolatedGateway(Gateway gateway, ProcessHandle engine) {
    this.gateway = gateway;
    this.engine = engine;
  }

  /// @param yaml the organisation's file
  /// @param environment where credentials are
  /// @param zip a directory laid out as the zip of each function
  public static IsolatedGateway of(
      String yaml, Map<String, String> environment, Path zip, String... more) {
    SERVER_LOG.setLevel(Level.WARNING);
    try {
      Path file = Files.createTempFile("tollgate", ".yaml");
      file.toFile().deleteOnExit();
      Files.writeString(file, yaml);
      List<String> args =
          new ArrayList<>(List.of("--isolate", "--port", "0", "--config", file.toString()));
      args.addAll(List.of(more));
      Set<ProcessHandle> before = engines();
      var gateway =
          new Gateway(
              CommandLine.read(args),
              new IsolatedDeployment(environment, new SecureRandom(), tree(), module -> zip));
      Set<ProcessHandle> started = engines();
      started.removeAll(before);
      return new IsolatedGateway(gateway, started.iterator().next());
    } catch (IOException e) {
      throw new UncheckedIOException("no file for the organisation", e);
    }
  }

  /// Those DynamoDB Locals that this process started.
  private static Set<ProcessHandle> engines() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("ServerRunner"))
        .collect(Collectors.toSet());
  }

  /// The root of the source tree, which tests run in or below.
  public static Path tree() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("infra/dynamodb-local/pom.xml"))) {
      at = at.getParent();
    }
    return at;
  }

  public Ready ready() {
    return Ready.parse(gateway.readyLine());
  }

  /// Its DynamoDB Local.
  public ProcessHandle engine() {
    return engine;
  }

  /// Where that answers.
  public URI store() {
    String[] arguments = engine.info().arguments().orElseThrow();
    return URI.create("http://127.0.0.1:" + arguments[arguments.length - 1]);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
