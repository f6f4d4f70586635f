package io.tollgate.aws.runtime;

import io.tollgate.aws.log.Log;
import java.io.IOException;
import java.util.Map;

/// Takes one event after another, as long as there is a Runtime API. Used by one thread.
///
/// Nothing that a function or an event does ends it.
final class Loop {
  private final RuntimeApi api;
  private final Work work;
  private final Tracing tracing;
  private final Log log;

  Loop(RuntimeApi api, Work work, Tracing tracing, Log log) {
    this.api = api;
    this.work = work;
    this.tracing = tracing;
    this.log = log;
  }

  /// @throws IOException if the Runtime API is gone; it never returns otherwise
  void run() throws IOException {
    while (true) {
      Event event = api.next();
      tracing.follow(event.trace());
      try {
        take(event);
      } catch (IOException lost) {
        // Its answer is lost with the connection; the events after it need not be.
        log.line(
            Log.Level.ERROR,
            "answer_lost",
            Map.of("request", event.invocation().id(), "why", Failure.of(lost).message()));
        api.close();
      }
    }
  }

  private void take(Event event) throws IOException {
    switch (work) {
      case Work.Streamed streamed -> stream(streamed, event);
      case Work.Buffered buffered -> buffer(buffered, event);
    }
  }

  private void stream(Work.Streamed work, Event event) throws IOException {
    StreamedAnswer answer = api.stream(event.invocation());
    try {
      work.function().invoke(event.payload(), event.invocation(), answer);
      answer.close();
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      Failure failure = told(event, e);
      if (!answer.hasBegun()) {
        api.fail(event.invocation(), failure);
        return;
      }
      answer.fail(failure);
    }
    // Read last: by now the work after the last byte is done, and nobody waited for this.
    api.settle();
  }

  private void buffer(Work.Buffered work, Event event) throws IOException {
    byte[] answer;
    try {
      answer = work.function().handle(event.payload());
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      api.fail(event.invocation(), told(event, e));
      return;
    }
    api.answer(event.invocation(), answer);
  }

  private Failure told(Event event, Throwable thrown) {
    Failure failure = Failure.of(thrown);
    log.line(
        Log.Level.ERROR,
        "invocation_failed",
        Map.of(
            "request", event.invocation().id(), "type", failure.type(), "why", failure.message()));
    return failure;
  }
}
