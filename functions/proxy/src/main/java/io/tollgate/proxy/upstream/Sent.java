package io.tollgate.proxy.upstream;

/// What became of a request.
public sealed interface Sent {
  /// The head of an answer came; the body follows. Whoever takes it closes it.
  record Answered(Exchange exchange) implements Sent {}

  /// It never left in full: the other side cannot have acted on it.
  record Unsent(Failure failure, String why) implements Sent {}

  /// It left, and no answer that makes sense came back: the other side may have acted on it.
  record Unanswered(Failure failure, String why) implements Sent {}

  /// The kinds of failure that callers tell apart.
  enum Failure {
    BROKEN,
    TIMED_OUT,
    GARBLED
  }
}
