package io.tollgate.aws.log;

import java.util.Map;

/// Passes on lines of a level and above.
///
/// @param least what is still worth a line
public record LeveledLog(Log log, Log.Level least) implements Log {
  @Override
  public void line(Level level, String event, Map<String, ?> fields) {
    if (takes(level)) {
      log.line(level, event, fields);
    }
  }

  @Override
  public boolean takes(Level level) {
    return level.compareTo(least) >= 0 && log.takes(level);
  }
}
