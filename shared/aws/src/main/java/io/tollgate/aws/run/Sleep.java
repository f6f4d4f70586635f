package io.tollgate.aws.run;

import io.tollgate.ledger.Pause;
import java.time.Duration;

/// Waits by sleeping, outside of simulations.
public final class Sleep implements Pause {
  @Override
  public void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
