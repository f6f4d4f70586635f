package io.tollgate.prove;

import io.tollgate.event.CallFacts;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Reserved.Granted;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.policy.Configuration;
import io.tollgate.proxy.Admission;
import io.tollgate.proxy.Admission.Application;
import io.tollgate.proxy.Admission.Decision;
import io.tollgate.proxy.RecentDenials;
import io.tollgate.proxy.Settlement;
import io.tollgate.spend.Subject;
import java.time.Instant;
import java.util.Map;

/// A gateway: the production steps that move money, wired as its function wires them, with a
/// provider in between. It admits one call after the other as the gate does.
final class Gateway {
  private static final int ATTEMPTS = 3;

  private final World world;
  private final Instance instance;
  private final Stage stage;
  private final Provider provider;
  private final Admission admission;
  private final Settlement settlement;

  Gateway(World world, Instance instance, Stage stage) {
    this.world = world;
    this.instance = instance;
    this.stage = stage;
    provider = new Provider(world, instance, stage);
    var recent = new RecentDenials();
    settlement =
        new Settlement(instance.ledger(), instance.clock(), this::tell, recent, this::giveUp);
    admission =
        new Admission(
            instance.ledger(),
            instance.book(),
            instance.clock(),
            instance.fan(),
            time -> world.current().sleep(time),
            settlement,
            recent);
  }

  void call(String invocation) {
    stage.counts().calls++;
    Subject subject = stage.org().caller();
    Usd bound = stage.org().bound();
    Instant at = instance.clock().instant();
    boolean doubtful = false;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Application application = application(invocation, attempt, at, subject, bound, doubtful);
      switch (decide(application)) {
        case Decision.Admit(Granted granted) -> {
          stage.counts().admitted++;
          serve(application, granted);
          return;
        }
        case Decision.Deny denied -> {
          stage.counts().denied++;
          return;
        }
        case Decision.Unavailable(String why) -> {
          stage.counts().unavailable++;
          return;
        }
        case Decision.Again(boolean still) -> {
          stage.counts().again++;
          doubtful = still;
        }
      }
    }
    stage.counts().unavailable++;
  }

  private Application application(
      String invocation, int attempt, Instant at, Subject subject, Usd bound, boolean doubtful) {
    var seen = instance.book().head();
    Configuration rules = instance.book().current();
    return new Application(
        invocation,
        Bucket.of(at, instance.minutes()),
        attempt,
        seen,
        rules,
        subject.attribution().key(),
        subject,
        bound,
        100,
        900,
        at.plus(stage.longestCall()),
        doubtful,
        Org.fingerprints(invocation),
        CallFacts.ofUnsentCall(at, false, "", Map.of()));
  }

  private Decision decide(Application application) {
    var asked = Asked.of(application, stage.configs().version(application.rules().version()));
    stage.laws().asks(asked);
    try {
      Decision decision = admission.decide(application);
      if (decision instanceof Decision.Deny(Denial.Repeated repeated)) {
        stage.counts().loops++;
      }
      if (decision instanceof Decision.Deny(Denial.OverBudget over)) {
        var bucket = Bucket.of(instance.clock().instant(), instance.minutes());
        stage.laws().refused(asked, bucket, over);
      }
      return decision;
    } finally {
      stage.laws().left(asked);
    }
  }

  private void serve(Application call, Granted granted) {
    Provider.Served served = provider.serve(granted.reservation(), call.rules().version());
    settlement.settle(granted, call.rules().calendar(), served.truth(), call.facts());
    served
        .later()
        .ifPresent(truth -> {
          world.current().sleep(served.delay());
          tell(
              new UsageEvent.Ended(
                  new Incoming(granted.reservation(), truth, EventJson.write(call.facts())),
                  false));
        });
  }

  /// What the steps tell the queue, the laws hear too.
  private boolean tell(UsageEvent event) {
    if (event instanceof UsageEvent.Ended ended && ended.truth() instanceof Truth.Unserved) {
      Reservation reservation = ended.reservation();
      stage.story().note(instance.name(), "says unserved", reservation.rid().toString());
      stage.laws().unserved(reservation, ended.settled());
    }
    return stage.queue().send(event);
  }

  /// Neither the queue nor the store took it: somebody may read it in the log one day, or nobody.
  private void giveUp(UsageEvent event) {
    if (event instanceof UsageEvent.Ended ended) {
      stage.story().note(instance.name(), "gives up on", ended.reservation().rid().toString());
    }
  }
}
