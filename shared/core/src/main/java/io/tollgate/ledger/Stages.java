package io.tollgate.ledger;

/// What a budget does before it stops.
///
/// @param throttleFrom from which percent of the limit on it slows its callers down, 1 to 99; 100
///   for never
public record Stages(int throttleFrom) {
  /// Nothing: it stops at 100 %.
  public static final Stages NONE = new Stages(100);

  public Stages {
    if (throttleFrom < 1 || throttleFrom > 100) {
      throw new IllegalArgumentException("a throttle from " + throttleFrom + " % of a limit on");
    }
  }

  boolean throttle() {
    return throttleFrom < 100;
  }
}
