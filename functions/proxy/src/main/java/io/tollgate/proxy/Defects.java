package io.tollgate.proxy;

/// How a defect of ours is told to operators: what and where, never a value of a caller.
final class Defects {
  private static final int DEEPEST = 12;

  private Defects() {}

  static String describe(Throwable defect) {
    var text = new StringBuilder(defect.toString());
    StackTraceElement[] trace = defect.getStackTrace();
    for (int i = 0; i < Math.min(DEEPEST, trace.length); i++) {
      text.append(" < ").append(trace[i]);
    }
    return text.toString();
  }
}
