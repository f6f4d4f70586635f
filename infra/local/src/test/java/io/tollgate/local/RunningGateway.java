package io.tollgate.local;

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

/// What `./tollgate up --port 0` runs, in this process.
public final class RunningGateway implements AutoCloseable {
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  private final Gateway gateway;
  private final Ready ready;

  /// What the ready line says.
  ///
  /// @param url up to and with `/v1`
  public record Ready(URI url, String key, String admin) {
    public static Ready parse(String line) {
      String[] words = line.strip().split(" ", -1);
      return new Ready(
          URI.create(words[1].substring("url=".length())),
          words[2].substring("key=".length()),
          words[3].substring("admin=".length()));
    }
  }

  private RunningGateway(Gateway gateway) {
    this.gateway = gateway;
    this.ready = Ready.parse(gateway.readyLine());
  }

  /// In memory.
  ///
  /// @param yaml the organisation's file; empty for the demo's
  /// @param environment where credentials are
  public static RunningGateway of(String yaml, Map<String, String> environment, String... more) {
    SERVER_LOG.setLevel(Level.WARNING);
    List<String> args = new ArrayList<>(List.of("--memory", "--port", "0"));
    try {
      if (!yaml.isEmpty()) {
        Path file = Files.createTempFile("tollgate", ".yaml");
        file.toFile().deleteOnExit();
        Files.writeString(file, yaml);
        args.addAll(List.of("--config", file.toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no file for the organisation", e);
    }
    args.addAll(List.of(more));
    return started(args, environment);
  }

  /// The same over a directory, which may have been used before.
  public static RunningGateway on(Path data, String... more) {
    SERVER_LOG.setLevel(Level.WARNING);
    List<String> args = new ArrayList<>(List.of("--data", data.toString(), "--port", "0"));
    args.addAll(List.of(more));
    return started(args, Map.of());
  }

  private static RunningGateway started(List<String> args, Map<String, String> environment) {
    return new RunningGateway(
        new Gateway(CommandLine.read(args), new LocalDeployment(environment, new SecureRandom())));
  }

  public Ready ready() {
    return ready;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
