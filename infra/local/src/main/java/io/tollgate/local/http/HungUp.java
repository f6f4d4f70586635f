package io.tollgate.local.http;

import io.helidon.common.buffers.DataReader;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// Keeps out of the server's log that a caller hung up in the middle of a request: Helidon calls
/// that an internal error, and writes a stack trace for each.
public final class HungUp implements Filter {
  @Override
  public boolean isLoggable(LogRecord line) {
    for (Throwable cause = line.getThrown(); cause != null; cause = cause.getCause()) {
      if (cause instanceof DataReader.InsufficientDataAvailableException) {
        return false;
      }
    }
    return true;
  }
}
