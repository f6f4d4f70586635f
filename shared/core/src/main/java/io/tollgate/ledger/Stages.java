package io.tollgate.ledger;

/// What a budget does before it stops.
///
/// @param thresholds when somebody wants to be told; they decide on no call
/// @param throttleFrom from which percent of the limit on it slows its callers down, 1 to 99; 100
///   for never
public record Stages(Thresholds thresholds, int throttleFrom) {
  public static final int NEVER = 100;

  /// What a budget has that says nothing else.
  public static final Stages USUAL = new Stages(Thresholds.USUAL, NEVER);

  public Stages {
    if (throttleFrom < 1 || throttleFrom > NEVER) {
      throw new IllegalArgumentException("a throttle from " + throttleFrom + " % of a limit on");
    }
  }

  /// The same, slowing down from another share on.
  public Stages throttledFrom(int percent) {
    return new Stages(thresholds, percent);
  }
}
