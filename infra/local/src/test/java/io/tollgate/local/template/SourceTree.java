package io.tollgate.local.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files that a deployment is made of.
final class SourceTree {
  static final Path ROOT = root();

  private SourceTree() {}

  /// Tests run in their module's directory or in the root.
  private static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("template.yaml"))) {
        return at;
      }
    }
    throw new IllegalStateException("there is no template.yaml in or above " + start);
  }

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  static Set<String> directories(String path) {
    try (Stream<Path> inside = Files.list(ROOT.resolve(path))) {
      return inside
          .filter(Files::isDirectory)
          .map(directory -> directory.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
