package io.tollgate.local;

import io.tollgate.aws.log.Log;
import java.util.Map;

/// Passes on what someone should look at; what merely happened is for the admin API to tell.
record QuietLog(Log log) implements Log {
  @Override
  public void line(Level level, String event, Map<String, ?> fields) {
    if (takes(level)) {
      log.line(level, event, fields);
    }
  }

  @Override
  public boolean takes(Level level) {
    return level != Level.INFO && log.takes(level);
  }
}
