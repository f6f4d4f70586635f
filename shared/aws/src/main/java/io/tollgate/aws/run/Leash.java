package io.tollgate.aws.run;

import java.io.IOException;

/// Ends another process with this one, however this one ends: a shell that kills when its own input
/// does, which this process holds.
public final class Leash implements AutoCloseable {
  /// Deaf to what a terminal sends to its whole group: the one at the other end may have to drain.
  private static final String SCRIPT = "trap '' INT TERM; read -r end; kill -9 \"$0\" 2>&-";

  private final Process shell;

  private Leash(Process shell) {
    this.shell = shell;
  }

  /// Ties a running process.
  public static Leash on(Process process) throws IOException {
    return new Leash(
        new ProcessBuilder("/bin/sh", "-c", SCRIPT, Long.toString(process.pid())).start());
  }

  /// Lets go: before its process is ended, or as soon as it has, so that it never meets another one
  /// under the same number.
  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
