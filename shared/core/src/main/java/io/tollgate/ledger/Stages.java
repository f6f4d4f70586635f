package io.tollgate.ledger;

import java.util.Optional;

/// What a budget does before it stops.
///
/// @param thresholds when somebody wants to be told; they decide on no call
/// @param throttleFrom from which percent of the limit on it slows its callers down, 1 to 99; 100
///   for never
/// @param degrade to which model it sends calls from some share on, if to any
/// @param clamp whether it lowers a call's output cap to what is left, where it would refuse the
///   call
public record Stages(
    Thresholds thresholds, int throttleFrom, Optional<Degrade> degrade, boolean clamp) {
  public static final int NEVER = 100;

  /// What a budget has that says nothing else.
  public static final Stages USUAL = new Stages(Thresholds.USUAL, NEVER, Optional.empty(), false);

  public Stages {
    if (throttleFrom < 1 || throttleFrom > NEVER) {
      throw new IllegalArgumentException("a throttle from " + throttleFrom + " % of a limit on");
    }
  }

  /// The same, slowing down from another share on.
  public Stages throttledFrom(int percent) {
    return new Stages(thresholds, percent, degrade, clamp);
  }
}
