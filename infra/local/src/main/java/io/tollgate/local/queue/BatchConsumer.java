package io.tollgate.local.queue;

import java.io.IOException;

/// A function that Lambda feeds from a queue. Safe for concurrent calls.
@FunctionalInterface
public interface BatchConsumer {
  /// Handles one batch.
  ///
  /// @param event an SQS event, as JSON
  /// @return `{"batchItemFailures":[{"itemIdentifier":"…"}]}`, naming the messages to deliver again
  /// @throws IOException if the whole batch must be delivered again; so does any other exception
  byte[] consume(byte[] event) throws IOException;
}
