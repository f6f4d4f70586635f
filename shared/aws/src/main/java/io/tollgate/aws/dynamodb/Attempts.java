package io.tollgate.aws.dynamodb;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// The requests that one call put on the wire, and how many of them were answered with a definite
/// no or yes.
///
/// The SDK throws what its *last* attempt met. A throttle after a time-out is no definite no: the
/// first attempt may have been applied. Used by one call, hence by one thread.
final class Attempts {
  static final ExecutionAttribute<Attempts> OF_THIS_CALL =
      new ExecutionAttribute<>("TollgateAttempts");

  private int sent;
  private int answered;

  /// Whether no request of this call was dropped, reset, given up or answered with a 5xx.
  boolean allAnswered() {
    return sent == answered;
  }

  /// Counts for every call that carries an {@link Attempts}.
  static final class Counter implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
      call.getOptionalAttribute(OF_THIS_CALL).ifPresent(attempts -> attempts.sent++);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes call) {
      if (context.httpResponse().statusCode() < 500) {
        call.getOptionalAttribute(OF_THIS_CALL).ifPresent(attempts -> attempts.answered++);
      }
    }
  }
}
