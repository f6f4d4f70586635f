package io.tollgate.alert;

/// What became of a threshold that was to be raised.
public enum Raised {
  /// Raised now, and by this write.
  NOW,
  /// Raised before, or a larger one was.
  BEFORE,
  /// The store did not say. It may be raised; whoever looks again learns it.
  UNKNOWN
}
