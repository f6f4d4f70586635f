package io.tollgate.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A directory for as long as the gateway runs; its owner's alone, since a file in it may name
/// hosts.
record RunDirectory(Path path) implements AutoCloseable {
  static RunDirectory make() {
    try {
      return new RunDirectory(Files.createTempDirectory("tollgate-"));
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for temporary files", e);
    }
  }

  /// Links are removed, not what they lead to.
  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
