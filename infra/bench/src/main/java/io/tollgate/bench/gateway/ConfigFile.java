package io.tollgate.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An organisation's file for the length of a bench.
///
/// @param path where it stands
public record ConfigFile(Path path) implements AutoCloseable {
  public static ConfigFile of(String yaml) throws IOException {
    Path path = Files.createTempFile("tollgate-bench-", ".yaml");
    Files.writeString(path, yaml);
    return new ConfigFile(path);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
