package io.tollgate.aws.runtime;

import java.io.IOException;

/// A function that can go through its work once before a snapshot of it is taken, so that what is
/// restored later has its classes loaded.
///
/// Building it has read the store already. A rehearsal reads no secret, and leaves nothing behind
/// that another reader of the store could see.
@FunctionalInterface
public interface Rehearsed {
  /// @throws IOException as the work itself does
  void rehearse() throws IOException;
}
