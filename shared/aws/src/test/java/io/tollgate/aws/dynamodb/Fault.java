package io.tollgate.aws.dynamodb;

/// What becomes of one request on the wire.
public enum Fault {
  /// Nothing bad.
  NONE,
  /// It never reaches the store; the caller sees a reset.
  REQUEST_DROPPED,
  /// The store does it; the caller sees a reset.
  ANSWER_DROPPED,
  /// The caller sees a reset; the store gets it when {@link FaultyHttp#deliverLate} says so.
  REQUEST_LATE,
  /// It takes longer on its way.
  DELAYED,
  /// The store gets it twice; the caller sees the first answer.
  DOUBLED,
  /// The store says that a transaction is in the way. Never done.
  CONFLICT,
  /// The store says that it is asked too much. Never done.
  THROTTLED,
  /// The store answers 500 and has not done it.
  ERROR_NOT_DONE,
  /// The store answers 500 and has done it.
  ERROR_DONE,
  /// The store, or what stands before it, answers 503 and has not done it.
  UNAVAILABLE
}
