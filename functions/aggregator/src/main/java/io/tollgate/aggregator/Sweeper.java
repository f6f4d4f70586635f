package io.tollgate.aggregator;

import io.tollgate.attribution.Scope;
import io.tollgate.aws.log.Log;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.SecondLook;
import io.tollgate.ledger.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// One tick of the schedule: a sweep, a look at the accounts that it charged, then at those of
/// buckets whose second look is due, and one line.
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
    Instant begun = local.instant();
    Sweep.Swept swept = ledger.sweep(local).run();
    Set<Scope> accounts = new LinkedHashSet<>();
    swept.charged().forEach(reservation -> accounts.addAll(reservation.accounts()));
    upkeep.touch(accounts, swept.at());
    var late = new AtomicInteger();
    try {
      lookAgain(swept.at(), begun.plus(Sweep.LONGEST_RUN), late);
    } finally {
      tell(swept, swept.charged().size() + late.get());
    }
    return swept;
  }

  /// Raises the thresholds that calls came to of which no message told. A bucket is passed when all
  /// of its accounts were judged, so whoever dies or fails before that leaves it to the next run.
  private void lookAgain(Instant now, Instant until, AtomicInteger late) {
    SecondLook look = ledger.secondLook();
    while (local.instant().isBefore(until)) {
      Optional<SecondLook.Seen> seen = look.next(now);
      if (seen.isEmpty()) {
        return;
      }
      late.addAndGet(seen.get().charged().size());
      if (!upkeep.judge(seen.get().accounts(), now).isEmpty() || !look.passes(seen.get())) {
        return;
      }
    }
  }

  /// @param charged calls, those of the second look too
  private void tell(Sweep.Swept swept, int charged) {
    Closing closing = ledger.closing();
    Duration most = closing.delay().plusMinutes(closing.minutes()).plus(TOLERATED);
    boolean late = swept.lag().compareTo(most) > 0;
    log.line(
        late ? Log.Level.ERROR : charged == 0 ? Log.Level.INFO : Log.Level.WARN,
        late ? "sweep_late" : "sweep",
        Map.of(
            "closed", swept.closed().end(),
            "charged_at_bound", charged,
            "lag_seconds", swept.lag().toSeconds()));
  }
}
