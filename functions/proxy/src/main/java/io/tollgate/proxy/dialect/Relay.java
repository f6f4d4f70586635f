package io.tollgate.proxy.dialect;

import io.tollgate.usage.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Passes one streamed answer on as it arrives, and reads what it says of its own cost. Used by one
/// thread.
public interface Relay {
  /// Passes on what has arrived, in one write; what may still become a chunk that is to be changed
  /// is kept back.
  ///
  /// @throws IOException only if `out` does
  void accept(byte[] bytes, int from, int length, OutputStream out) throws IOException;

  /// Passes on what was kept back when the stream ends without a last line break.
  ///
  /// @throws IOException only if `out` does
  void end(OutputStream out) throws IOException;

  /// Whether what came first is no stream of this dialect. Nothing more is passed on then.
  boolean isGarbage();

  /// Whether the provider said that it is done, and the event that says so is complete.
  boolean isDone();

  /// Whether the last usage came by itself, after all output: then it is final, whatever happens to
  /// the connection.
  boolean isMetered();

  /// The last usage that the stream reported.
  Optional<Usage> usage();

  /// Of the first choice; empty if it was never said.
  String finishReason();

  /// Whether the stream carried an error.
  boolean isError();
}
