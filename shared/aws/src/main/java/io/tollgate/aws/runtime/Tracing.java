package io.tollgate.aws.runtime;

/// Whether what a function asks of AWS continues the trace of its event: the SDK sends X-Ray's
/// header from a property of the process, so SQS hands the proxy's trace on to the aggregator.
///
/// "Propagate the tracing header" in
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html; the property is Java's way,
/// as of November 2026.
enum Tracing {
  /// One event at a time, so the property is its own.
  CONTINUED {
    @Override
    void follow(String trace) {
      if (trace.isEmpty()) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, trace);
      }
    }
  },
  /// Several events at once, whose traces would mix.
  LEFT {
    @Override
    void follow(String trace) {
      // The property stays unset.
    }
  };

  static final String PROPERTY = "com.amazonaws.xray.traceHeader";

  /// @param trace of the event that comes now; empty if it has none
  abstract void follow(String trace);
}
