package io.tollgate.aws.http;

import java.io.IOException;
import java.io.OutputStream;

/// Where the answer to one request goes. Used by one thread at a time.
public interface Reply {
  /// Sends the head and opens the body. Called once.
  ///
  /// What is written becomes visible to the client at {@link OutputStream#flush}, and when the
  /// stream is closed, which the caller does. A body may be empty: the transport sees to it that
  /// this hangs nobody.
  ///
  /// @throws IOException if the client is known to be gone
  OutputStream begin(int status, Headers headers) throws IOException;
}
