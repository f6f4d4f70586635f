package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Period;
import io.tollgate.money.Usd;
import io.tollgate.proxy.Admission.Application;
import io.tollgate.spend.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What one attempt of a call asks for, as the world sees it: the limits are those that the world
/// has written into the version by which it asks, not what anybody read there.
///
/// @param name of the attempt: its invocation and its number
/// @param lifts what of the limits is raised
record Asked(
    String name,
    Subject subject,
    Usd amount,
    List<Hold> holds,
    List<Scope> booked,
    List<Lift> lifts) {
  Asked {
    lifts = List.copyOf(lifts);
    holds = List.copyOf(holds);
    booked = List.copyOf(booked);
  }

  static Asked of(Application call, Configs.Config config) {
    var holds = new ArrayList<Hold>();
    var booked = new ArrayList<Scope>();
    for (Scope scope : Org.scopes(call.subject())) {
      Hold hold = config.limits().get(scope);
      if (hold != null) {
        holds.add(hold);
      } else if (Org.isBooked(scope)) {
        booked.add(scope);
      }
    }
    return new Asked(
        call.invocation() + "." + call.attempt(),
        call.subject(),
        call.amount(),
        holds,
        booked,
        config.lifts());
  }

  /// What a limit is for a call in a bucket, in pico-dollars.
  long limit(Hold hold, Ceiling ceiling, Bucket bucket) {
    return Lift.limit(lifts, hold.scope(), ceiling, bucket);
  }

  /// The tightest hard limit of a period for a call in a bucket, in pico-dollars; empty if none is.
  OptionalLong hardLimit(Hold hold, Period period, Bucket bucket) {
    return hold.ceilings().stream()
        .filter(ceiling -> ceiling.period() == period && ceiling.mode().refuses())
        .mapToLong(ceiling -> limit(hold, ceiling, bucket))
        .min();
  }

  boolean holdsOn(Scope scope) {
    return holds.stream().anyMatch(hold -> hold.scope().equals(scope));
  }
}
