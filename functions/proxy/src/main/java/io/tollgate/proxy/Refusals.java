package io.tollgate.proxy;

import io.tollgate.attribution.Attribution;
import io.tollgate.aws.http.Reply;
import io.tollgate.event.UsageEvent;
import io.tollgate.proxy.dialect.Dialect;
import io.tollgate.table.StoreClock;
import java.io.IOException;

/// Tells a caller no, and whoever reads the log of requests that it was told so.
final class Refusals {
  private final Dialect dialect;
  private final Settlement settlement;
  private final StoreClock clock;
  private final CallLog log;

  Refusals(Dialect dialect, Settlement settlement, StoreClock clock, CallLog log) {
    this.dialect = dialect;
    this.settlement = settlement;
    this.clock = clock;
    this.log = log;
  }

  void send(Refusal refusal, Progress at, Reply reply) throws IOException {
    try {
      refusal.sendTo(reply, dialect, Answers.told(at), at.visit().id());
    } finally {
      // Before it is named, a call is nobody's: there is no page on which it could stand.
      at.attribution().ifPresent(who -> settlement.refused(event(refusal, at, who)));
      log.refused(refusal, at);
    }
  }

  private UsageEvent.Refused event(Refusal refusal, Progress at, Attribution who) {
    return new UsageEvent.Refused(
        at.visit().id(),
        clock.instant(),
        who,
        at.provider(),
        at.model(),
        refusal.code().status(),
        refusal.code().word(),
        refusal.policy(),
        refusal.scope(),
        refusal.message(),
        HeaderLists.traceparent(at.visit().headers()));
  }
}
