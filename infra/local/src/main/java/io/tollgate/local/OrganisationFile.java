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

/// The `tollgate.yaml` that is to be in force.
///
/// @param name as faults name it
record OrganisationFile(String name, String text) {
  private static final String DEMO_FILE = "/demo-tollgate.yaml";

  /// The one that the options name, or the demo's.
  ///
  /// @throws Misuse if it cannot be read
  static OrganisationFile of(Options options) {
    return named(options).orElseGet(OrganisationFile::demo);
  }

  /// @throws Misuse if it cannot be read
  static Optional<OrganisationFile> named(Options options) {
    return options.config().map(path -> new OrganisationFile(path.toString(), read(path)));
  }

  static OrganisationFile inForce(String text) {
    return new OrganisationFile("The file in force", text);
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
                      name,
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

  static OrganisationFile demo() {
    try (InputStream demo = OrganisationFile.class.getResourceAsStream(DEMO_FILE)) {
      if (demo == null) {
        throw new IllegalStateException("the demo's file is not in the jar");
      }
      return new OrganisationFile(
          "The demo's file", new String(demo.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's file cannot be read", e);
    }
  }
}
