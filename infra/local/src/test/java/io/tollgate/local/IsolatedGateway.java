package io.tollgate.local;

import io.tollgate.aws.dynamodb.DynamoDbLocal;
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
import java.util.logging.Level;
import java.util.logging.Logger;

/// What `./tollgate up --isolate --port 0` runs: the front in this process, the functions in
/// others.
public final class IsolatedGateway implements AutoCloseable {
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  private final Gateway gateway;
  private final DynamoDbLocal engine;
  private final Path directory;

  private IsolatedGateway(Gateway gateway, DynamoDbLocal engine, Path directory) {
    this.gateway = gateway;
    this.engine = engine;
    this.directory = directory;
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
      DynamoDbLocal engine = DynamoDbLocal.start(DynamoDbLocal.home(tree()));
      RunDirectory directory = RunDirectory.make();
      var deployment =
          new IsolatedDeployment(
              environment, new SecureRandom(), () -> engine, () -> directory, module -> zip);
      return new IsolatedGateway(
          new Gateway(CommandLine.read(args), deployment), engine, directory.path());
    } catch (IOException e) {
      throw new UncheckedIOException("no file for the organisation", e);
    }
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
    return ProcessHandle.of(engine.pid()).orElseThrow();
  }

  /// Where that answers.
  public URI store() {
    return engine.endpoint();
  }

  /// In which its functions lie, and no other gateway's.
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
