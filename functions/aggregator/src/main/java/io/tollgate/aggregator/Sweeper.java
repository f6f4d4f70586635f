package io.tollgate.aggregator;

import io.tollgate.attribution.Scope;
import io.tollgate.aws.log.Log;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Sweep;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// One tick of the schedule: a sweep, then a look at the accounts that it charged, then one line.
final class Sweeper {
  /// More than a run is ever late when all is well; enforcement.md, section 6.
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private final Ledger ledger;
  private final InstantSource local;
  private final Upkeep upkeep;
  private final Log log;

  Sweeper(Ledger ledger, InstantSource local, Upkeep upkeep, Log log) {
    this.ledger = ledger;
    this.local = local;
    this.upkeep = upkeep;
    this.log = log;
  }

  Sweep.Swept run() {
    Sweep.Swept swept = ledger.sweep(local).run();
    Set<Scope> charged = new LinkedHashSet<>();
    for (Reservation reservation : swept.charged()) {
      charged.addAll(reservation.booked());
      reservation.held().forEach(held -> charged.add(held.scope()));
    }
    upkeep.touch(charged, swept.closed().end().plus(swept.lag()));
    tell(swept);
    return swept;
  }

  private void tell(Sweep.Swept swept) {
    Closing closing = ledger.closing();
    Duration most = closing.delay().plusMinutes(closing.minutes()).plus(TOLERATED);
    boolean late = swept.lag().compareTo(most) > 0;
    log.line(
        late ? Log.Level.ERROR : swept.charged().isEmpty() ? Log.Level.INFO : Log.Level.WARN,
        late ? "sweep_late" : "sweep",
        Map.of(
            "closed", swept.closed().end(),
            "charged_at_bound", swept.charged().size(),
            "lag_seconds", swept.lag().toSeconds()));
  }
}
