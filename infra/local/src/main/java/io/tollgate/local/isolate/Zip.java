package io.tollgate.local.isolate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A function's zip, unpacked: `lib/*.jar`, `tollgate-runtime`, `tollgate.yaml`.
///
/// @param root of the directory
public record Zip(Path root) {
  private static final String LIB = "lib";
  private static final String SCRIPT = "tollgate-runtime";

  // Ctrl-C reaches a terminal's whole group: the gateway drains, so its functions must go on.
  private static final List<String> DEAF_TO_CTRL_C =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$0\"");

  /// What was built, with another organisation's file.
  ///
  /// @param built as `infra/zip` lays it out
  /// @param root is made
  /// @throws IllegalStateException if nothing was built there
  public static Zip of(Path built, Path root, String organisation) {
    if (!Files.isDirectory(built.resolve(LIB)) || !Files.exists(built.resolve(SCRIPT))) {
      throw new IllegalStateException(
          "there is no function's zip in %s; `./tollgate up --isolate` builds it".formatted(built));
    }
    try {
      Files.createDirectories(root);
      Files.createSymbolicLink(root.resolve(LIB), built.resolve(LIB).toRealPath());
      Files.createSymbolicLink(root.resolve(SCRIPT), built.resolve(SCRIPT).toRealPath());
      Files.writeString(root.resolve("tollgate.yaml"), organisation);
      return new Zip(root);
    } catch (IOException e) {
      throw new UncheckedIOException("a zip cannot be laid out in " + root, e);
    }
  }

  /// Where `AWS_LAMBDA_EXEC_WRAPPER` finds the script that starts it.
  public Path script() {
    return root.resolve(SCRIPT);
  }

  /// Starts it as Lambda does.
  ///
  /// @param variables all that it sees of an environment beside Lambda's own
  /// @param log where what it prints is added
  Process start(String handler, Map<String, String> variables, Path log) throws IOException {
    var environment = new HashMap<>(variables);
    environment.put("_HANDLER", handler);
    environment.put("LAMBDA_TASK_ROOT", root.toString());
    var command = new java.util.ArrayList<>(DEAF_TO_CTRL_C);
    command.add(script().toString());
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }
}
