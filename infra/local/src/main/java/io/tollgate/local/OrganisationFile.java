package io.tollgate.local;

import io.tollgate.policy.Configuration;
import io.tollgate.policy.ConfigurationFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// The `tollgate.yaml` that the options name, or the demo's.
///
/// @param path empty for the demo's
record OrganisationFile(Optional<Path> path, String text) {
  private static final String DEMO_FILE = "/demo-tollgate.yaml";

  /// @throws Misuse if it cannot be read
  static OrganisationFile of(Options options) {
    return new OrganisationFile(
        options.config(),
        options.config().map(OrganisationFile::read).orElseGet(OrganisationFile::demo));
  }

  /// What the file says, with notices told to the terminal.
  ///
  /// @param result of reading this file
  /// @throws Misuse if it is faulty; a line for each fault
  Configuration accepted(ConfigurationFile.Result result) {
    return switch (result) {
      case ConfigurationFile.Parsed(Configuration configuration) -> {
        configuration.notices().forEach(notice -> System.err.println("tollgate: " + notice));
        yield configuration;
      }
      case ConfigurationFile.Faulty(var faults) ->
          throw new Misuse(
              "%s is not accepted:%n%s"
                  .formatted(
                      path.map(Path::toString).orElse("The demo's file"),
                      faults.stream()
                          .map(fault -> "  " + fault)
                          .collect(Collectors.joining(System.lineSeparator()))));
    };
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Misuse(
          "%s cannot be read: %s. Name a tollgate.yaml with --config.".formatted(file, e), e);
    }
  }

  private static String demo() {
    try (InputStream demo = OrganisationFile.class.getResourceAsStream(DEMO_FILE)) {
      if (demo == null) {
        throw new IllegalStateException("the demo's file is not in the jar");
      }
      return new String(demo.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's file cannot be read", e);
    }
  }
}
