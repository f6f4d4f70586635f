package io.tollgate.aws.log;

import java.util.Map;

/// Where a function says what happened. Must not throw. Safe for concurrent calls.
@FunctionalInterface
public interface Log {
  /// How much somebody should care.
  enum Level {
    /// What happened.
    INFO,
    /// Handled, but someone should look.
    WARN,
    /// Someone must act; the fields say how.
    ERROR
  }

  /// @param event what happened, as a word that alarms can filter on: `sweep`
  /// @param fields numbers stay numbers, everything else is its text
  void line(Level level, String event, Map<String, ?> fields);

  /// Whether lines of this level are kept at all: saves making those that are not.
  default boolean takes(Level level) {
    return true;
  }
}
