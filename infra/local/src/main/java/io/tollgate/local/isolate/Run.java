package io.tollgate.local.isolate;

import io.tollgate.aws.http.Invocation;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One event on its way through an environment, and its answer on the way back. Safe for use by
/// several threads; the answer is written by one at a time.
final class Run {
  private final Invocation invocation;
  private final byte[] event;
  private final OutputStream response;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Optional<IOException> failure = Optional.empty();

  Run(Invocation invocation, byte[] event, OutputStream response) {
    this.invocation = invocation;
    this.event = event;
    this.response = response;
  }

  Invocation invocation() {
    return invocation;
  }

  byte[] event() {
    return event;
  }

  /// Hands on a piece of the answer. Nobody tells the function that its client is gone, on Lambda
  /// neither: what comes after that is read and dropped.
  synchronized void piece(byte[] bytes, int length, boolean flush) {
    if (failure.isPresent() || ended.getCount() == 0) {
      return;
    }
    try {
      response.write(bytes, 0, length);
      if (flush) {
        response.flush();
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    }
  }

  /// The answer is whole.
  synchronized void end() {
    if (ended.getCount() > 0) {
      close();
      ended.countDown();
    }
  }

  private void close() {
    if (failure.isEmpty()) {
      try {
        response.close();
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
  }

  /// There will be no more of the answer. Does nothing if it has ended.
  synchronized void fail(String why) {
    if (ended.getCount() > 0) {
      failure = Optional.of(failure.orElseGet(() -> new IOException(why)));
      ended.countDown();
    }
  }

  /// @return whether the answer ended in that time, well or not
  boolean hasEndedWithin(Duration time) throws InterruptedException {
    return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// @throws IOException if the answer did not end well
  synchronized void check() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
