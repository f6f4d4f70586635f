package io.tollgate.local;

import java.util.ArrayDeque;
import java.util.Deque;

/// What was opened, closed from the top: what was opened last goes first.
final class Opened implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T open(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.getLogger(Opened.class.getName())
            .log(System.Logger.Level.ERROR, "a part did not close", e);
      }
    }
  }
}
