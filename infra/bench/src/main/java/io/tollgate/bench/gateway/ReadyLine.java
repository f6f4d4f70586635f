package io.tollgate.bench.gateway;

import java.io.BufferedReader;
import java.io.IOException;

/// What a child says as soon as it can be used: a line that begins with `ready`.
public final class ReadyLine {
  private ReadyLine() {}

  /// Waits for it, and passes on what a JVM says before it on its own account.
  ///
  /// @param who speaks, for the exception
  /// @throws IOException if the child ends without it
  public static String of(BufferedReader out, String who) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("ready") || line.startsWith("ready ")) {
        return line;
      }
      System.err.println(line);
    }
    throw new IOException(who + " ended before it was ready; what it said stands above");
  }
}
