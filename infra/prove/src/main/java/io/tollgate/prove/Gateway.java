package io.tollgate.prove;

import io.tollgate.event.CallFacts;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Claim;
import io.tollgate.ledger.Claimed;
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
import java.util.Optional;
import java.util.OptionalLong;

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
  private final boolean diesUntold;

  /// @param diesUntold whether it dies when it has settled a call and is about to tell of it
  Gateway(World world, Instance instance, Stage stage, boolean diesUntold) {
    this.diesUntold = diesUntold;
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
    OptionalLong sent = stage.repeating().sent(invocation, at);
    if (sent.isEmpty()) {
      call(invocation, subject, bound, at, Optional.empty());
      return;
    }
    String request = Reservation.requestId(Bucket.of(at, instance.minutes()), invocation);
    Claim claim = Repeating.claim(subject.attribution().key(), sent.getAsLong(), request, at);
    switch (instance.ledger().repeats().claim(claim, at.plus(stage.longestCall()))) {
      case Claimed.Ours ours -> {
        stage.laws().repeats().passes(claim);
        if (!call(invocation, subject, bound, at, Optional.of(claim))) {
          instance.ledger().repeats().release(claim);
        }
      }
      case Claimed.Repeated repeated -> stage.counts().repeatsRefused++;
      case Claimed.Unavailable unavailable -> stage.counts().unavailable++;
    }
  }

  /// @return whether it may have been served
  private boolean call(
      String invocation, Subject subject, Usd bound, Instant at, Optional<Claim> claim) {
    Instant sentBy = claim.map(Claim::until).orElse(Instant.MAX);
    var thrift = new Thrift(instance.ledger(), stage.counts(), bound);
    boolean doubtful = false;
    for (int attempt = 1; attempt <= ATTEMPTS + thrift.rounds(); attempt++) {
      Application application =
          application(invocation, attempt, at, subject, thrift, sentBy, doubtful);
      if (application.rules().policies().suspension(subject.attribution()).isPresent()) {
        stage.counts().suspended++;
        return false;
      }
      switch (decide(application)) {
        case Decision.Admit(Granted granted) -> {
          stage.counts().admitted++;
          return serve(application, granted, claim);
        }
        case Decision.Uncounted(Reservation reservation) -> {
          if (claim.isPresent()) {
            throw Laws.broken("a call with a key of its own passes uncounted", invocation);
          }
          return pass(application, reservation);
        }
        case Decision.Deny(Denial.OverBudget over) when thrift.helps(over) -> {}
        case Decision.Deny denied -> {
          stage.counts().denied++;
          return false;
        }
        case Decision.Unavailable(String why) -> {
          stage.counts().unavailable++;
          return false;
        }
        case Decision.Again(boolean still) -> {
          stage.counts().again++;
          doubtful = still;
        }
      }
    }
    stage.counts().unavailable++;
    return false;
  }

  private Application application(
      String invocation,
      int attempt,
      Instant at,
      Subject subject,
      Thrift thrift,
      Instant sentBy,
      boolean doubtful) {
    var seen = instance.book().head();
    Configuration rules = instance.book().current();
    Bucket arrived = Bucket.of(at, instance.minutes());
    return new Application(
        invocation,
        arrived,
        attempt,
        seen,
        rules,
        subject.attribution().key(),
        subject,
        Caps.bound(subject, seen, thrift.bound(subject, rules, arrived)),
        100,
        900,
        at.plus(stage.longestCall()),
        sentBy,
        doubtful,
        Org.fingerprints(invocation),
        CallFacts.ofUnsentCall(at, false, "", Map.of()));
  }

  private Decision decide(Application application) {
    var asked = Asked.of(application, stage.configs().version(application.rules().version()));
    stage.laws().asks(asked);
    long missed = instance.host().missed();
    try {
      Decision decision = admission.decide(application);
      if (decision instanceof Decision.Uncounted(Reservation reservation)) {
        boolean silence = instance.host().missed() > missed;
        stage.laws().uncounted().passes(asked, stage.org(), reservation, silence);
      }
      if (decision instanceof Decision.Deny(Denial.Looping looping)) {
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

  /// Serves a call that nobody counts, and leaves its charge to the queue.
  private boolean pass(Application call, Reservation reservation) {
    stage.laws().lives(call, stage.configs().version(call.rules().version()));
    Provider.Served served =
        provider.serve(
            reservation,
            Caps.capped(call),
            bill -> stage.laws().uncounted().sent(reservation, bill));
    CallFacts facts = unreserved(call.facts());
    settlement.charge(reservation, served.truth(), facts);
    served
        .later()
        .ifPresent(truth -> {
          world.current().sleep(served.delay());
          var late = new Incoming(reservation, truth, EventJson.write(facts), true);
          tell(new UsageEvent.Ended(late, false));
        });
    return !(served.truth() instanceof Truth.Unserved);
  }

  private static CallFacts unreserved(CallFacts facts) {
    return new CallFacts(
        facts.at(),
        facts.streamed(),
        facts.attempts(),
        facts.firstByteMillis(),
        facts.totalMillis(),
        facts.finishReason(),
        facts.clientGone(),
        facts.upstreamRequest(),
        facts.reasoningTokens(),
        facts.inconsistent(),
        facts.fingerprint(),
        facts.toolFingerprint(),
        facts.traceparent(),
        facts.remarks(),
        true,
        facts.tags());
  }

  private boolean serve(Application call, Granted granted, Optional<Claim> claim) {
    claim.ifPresent(stage.laws().repeats()::sends);
    stage.laws().lives(call, stage.configs().version(call.rules().version()));
    Instant replaced = stage.configs().replaced(call.rules().version());
    Provider.Served served =
        provider.serve(
            granted.reservation(),
            Caps.capped(call),
            bill -> stage.laws().dispatched(granted.reservation(), replaced, bill));
    boolean isServed = !(served.truth() instanceof Truth.Unserved);
    if (!isServed) {
      claim.ifPresent(stage.laws().repeats()::unserved);
    }
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
    return isServed;
  }

  /// What the steps tell the queue, the laws hear too.
  private boolean tell(UsageEvent event) {
    if (diesUntold && event instanceof UsageEvent.Ended ended && ended.settled()) {
      stage.story().note(instance.name(), "dies untold", ended.reservation().rid().toString());
      instance.host().die();
      throw new Crash();
    }
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
