package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.event.CallFacts;
import io.tollgate.ledger.Fingerprint;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Reserved.Granted;
import io.tollgate.policy.Attributor;
import io.tollgate.policy.Book;
import io.tollgate.proxy.Admission.Application;
import io.tollgate.proxy.Admission.Decision;
import io.tollgate.proxy.Passage.Open;
import io.tollgate.proxy.Passage.Shut;
import io.tollgate.proxy.Passage.Uncounted;
import io.tollgate.proxy.Progress.Asked;
import io.tollgate.proxy.Progress.Bounded;
import io.tollgate.proxy.Progress.Known;
import io.tollgate.proxy.Progress.Named;
import io.tollgate.proxy.Progress.Routed;
import io.tollgate.proxy.Progress.Visit;
import io.tollgate.proxy.intake.Intake;
import io.tollgate.proxy.intake.Reading;
import io.tollgate.spend.Subject;
import io.tollgate.table.StoreClock;
import io.tollgate.table.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The first six steps of a call: who calls, for whom, what, where to, for how much at most, and
/// whether it may.
///
/// Writes nothing to the caller. Safe for concurrent calls.
final class Gate {
  private static final int MOST_ATTEMPTS = 3;
  private static final Duration SOON = Duration.ofSeconds(1);

  /// In less than this nothing is answered: to reserve and to connect already takes a part of it.
  private static final Duration SHORTEST_CALL = Duration.ofSeconds(1);

  private final KeyRing keys;
  private final Intake intake = new Intake();
  private final Router router;
  private final Estimator estimator = new Estimator();
  private final Admission admission;
  private final Ledger ledger;
  private final Book book;
  private final StoreClock clock;

  Gate(
      KeyRing keys,
      Router router,
      Admission admission,
      Ledger ledger,
      Book book,
      StoreClock clock) {
    this.keys = keys;
    this.router = router;
    this.admission = admission;
    this.ledger = ledger;
    this.book = book;
    this.clock = clock;
  }

  /// @param turn of the request; whoever is refused gives it up
  Passage admit(Visit visit, Turn turn) {
    if (visit.at().plus(SHORTEST_CALL).isAfter(visit.until())) {
      return new Shut(
          Refusal.of(
                  Code.ENFORCEMENT_UNAVAILABLE,
                  "The function's time is nearly over, so a call could not be ended; try again.")
              .after(SOON),
          visit);
    }
    var economy = new Economy(router, estimator, ledger);
    // Taken once: each attempt reads the same body.
    List<Fingerprint> fingerprints = List.of();
    boolean doubtful = false;
    boolean fresh = false;
    for (int attempt = 1; attempt <= MOST_ATTEMPTS + economy.rounds(); attempt++) {
      Step<Bounded> call =
          keys.identify(visit)
              .then(Gate::attribute)
              .then(Referee::admit)
              .then(this::read)
              .then(router::route)
              .then(Referee::judge)
              .then(routed -> estimate(routed, economy))
              .then(economy::degrade)
              .then(Referee::clock)
              .then(turn::take);
      switch (call) {
        case Step.No<Bounded>(Refusal refusal, Progress at) -> {
          if (fresh || !refreshed()) {
            return new Shut(refusal, at);
          }
          // Whom old rules refuse, new ones may admit.
          fresh = true;
        }
        case Step.Yes<Bounded>(Bounded bounded) -> {
          if (fingerprints.isEmpty()) {
            fingerprints = Fingerprinter.of(bounded.routed());
          }
          switch (admission.decide(
              application(bounded, attempt, doubtful, turn.ends(), fingerprints))) {
            case Decision.Admit(Granted granted) -> {
              return open(bounded, granted, fingerprints);
            }
            case Decision.Uncounted(var reservation) -> {
              return uncounted(bounded, reservation);
            }
            case Decision.Deny(var denial) when economy.helps(bounded, denial) -> {}
            case Decision.Deny(var denial) -> {
              var known = bounded.routed().known();
              return new Shut(
                  DenialWords.refusal(denial, known.rules().calendar(), known.key().budgetStatus()),
                  bounded);
            }
            case Decision.Unavailable(String why) -> {
              return unavailable(bounded);
            }
            case Decision.Again(boolean still) -> doubtful = still;
          }
        }
      }
    }
    return unavailable(visit);
  }

  private static Shut unavailable(Progress at) {
    return new Shut(
        Refusal.of(
                Code.ENFORCEMENT_UNAVAILABLE,
                "The budgets cannot be asked now, and nothing is spent uncounted; try again soon.")
            .after(SOON),
        at);
  }

  /// @return whether the rules are other ones now
  private boolean refreshed() {
    try {
      return book.isOlderThan(Admission.FRESH, clock.instant()) && book.refresh();
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  private static Step<Named> attribute(Known known) {
    var headers = known.visit().headers();
    return switch (Attributor.attribute(known.key(), known.rules().directory(), headers::first)) {
      case Attributor.Attributed(var who) -> Step.yes(new Named(known, who));
      case Attributor.NotAllowed no ->
          Step.no(Refusal.of(Code.ATTRIBUTION_NOT_ALLOWED, no.why(), no.dimension().word()), known);
      case Attributor.Missing no ->
          Step.no(Refusal.of(Code.ATTRIBUTION_REQUIRED, no.why(), no.dimension().word()), known);
      case Attributor.BadHeader no ->
          Step.no(Refusal.of(Code.INVALID_REQUEST, no.why(), no.header()), known);
    };
  }

  private Step<Asked> read(Named named) {
    var request = named.visit().request();
    String encoding = request.headers().first("content-encoding").orElse("");
    return switch (intake.read(encoding, request.body())) {
      case Reading.Understood(var prompt) -> Step.yes(new Asked(named, prompt));
      case Reading.Rejected(var cause, var field, var sentence) ->
          Step.no(Refusal.of(code(cause), sentence, field), named);
    };
  }

  private static Code code(Reading.Cause cause) {
    return switch (cause) {
      case INVALID -> Code.INVALID_REQUEST;
      case TOO_LARGE -> Code.REQUEST_TOO_LARGE;
      case ENCODING -> Code.UNSUPPORTED_ENCODING;
    };
  }

  private static Step<Bounded> estimate(Routed routed, Economy economy) {
    Bounded bounded = economy.bound(routed);
    if (bounded.estimate() instanceof Estimate.Unboundable unboundable && isUnderBudget(routed)) {
      return Step.no(
          Refusal.of(Code.COST_NOT_BOUNDABLE, unboundable.sentence(), unboundable.field()), routed);
    }
    return Step.yes(bounded);
  }

  private static boolean isUnderBudget(Routed routed) {
    return routed.holds().stream().anyMatch(Hold::hasHardCeiling);
  }

  private static Application application(
      Bounded call, int attempt, boolean doubtful, Instant sentBy, List<Fingerprint> fingerprints) {
    Visit visit = call.visit();
    Known known = call.routed().known();
    var who = call.routed().asked().named().who();
    var card = call.routed().offer().card();
    return new Application(
        visit.request().id(),
        visit.bucket(),
        attempt,
        known.seen(),
        known.rules(),
        known.key().name(),
        new Subject(who, call.provider(), call.model(), card.version()),
        call.estimate().amount(),
        call.estimate().inputTokens(),
        call.estimate().outputTokens(),
        visit.until(),
        sentBy,
        doubtful,
        fingerprints,
        CallFacts.ofUnsentCall(
            visit.at(),
            call.routed().prompt().stream(),
            HeaderLists.traceparent(visit.headers()),
            Tags.of(visit.headers())));
  }

  private Open open(Bounded bounded, Granted granted, List<Fingerprint> fingerprints) {
    var calendar = bounded.routed().known().rules().calendar();
    Headers told = Answers.told(bounded, granted, calendar, ledger.closing().closed());
    return new Open(
        call(bounded, told, Remarks.of(granted, bounded.savings()), fingerprints, false),
        bounded.routed().prompt(),
        route(bounded),
        granted,
        calendar);
  }

  private static Uncounted uncounted(Bounded bounded, Reservation reservation) {
    return new Uncounted(
        call(bounded, Answers.toldUncounted(bounded), List.of(), List.of(), true),
        bounded.routed().prompt(),
        route(bounded),
        reservation);
  }

  private static Call call(
      Bounded bounded,
      Headers told,
      List<CallFacts.Remark> remarks,
      List<Fingerprint> fingerprints,
      boolean unreserved) {
    Visit visit = bounded.visit();
    return new Call(
        visit.id(),
        visit.at(),
        visit.until(),
        bounded.routed().asked().named().who(),
        visit.headers(),
        told,
        remarks,
        unreserved,
        fingerprints,
        Tags.of(visit.headers()));
  }

  private static Route route(Bounded bounded) {
    return new Route(bounded.routed().offer(), bounded.estimate().cap());
  }
}
