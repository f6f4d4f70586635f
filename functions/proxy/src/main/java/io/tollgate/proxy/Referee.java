package io.tollgate.proxy;

import io.tollgate.policy.Candidate;
import io.tollgate.policy.Objection;
import io.tollgate.policy.Suspension;
import io.tollgate.proxy.Progress.Bounded;
import io.tollgate.proxy.Progress.Named;
import io.tollgate.proxy.Progress.Routed;
import java.util.Map;
import java.util.Optional;

/// Holds a call to the policies that ask no account: after each step to those that can be judged by
/// then, so that what cannot be mended by waiting is said first. Reads and writes nothing.
final class Referee {
  private Referee() {}

  /// After step 2: whether nothing is let through for them.
  static Step<Named> admit(Named named) {
    var known = named.known();
    Optional<Objection> objection =
        known.key().suspended()
            ? Optional.of(Suspension.objection(known.key()))
            : known.rules().policies().suspension(named.who());
    return step(objection, named);
  }

  /// After step 4: whether such a call may be made at all.
  static Step<Routed> judge(Routed routed) {
    return step(routed.rules().objection(candidate(routed)), routed);
  }

  /// After step 5: whether it may be made now.
  static Step<Bounded> clock(Bounded bounded) {
    var routed = bounded.routed();
    var rules = routed.rules();
    // Most calls meet no schedule.
    return rules.schedules().isEmpty()
        ? Step.yes(bounded)
        : step(
            rules.closed(
                candidate(routed), bounded.visit().at(), routed.known().rules().calendar()),
            bounded);
  }

  private static Candidate candidate(Routed routed) {
    return new Candidate(
        routed.asked().named().who(),
        routed.provider(),
        routed.model(),
        routed.offer().upstreamModel(),
        routed.prompt().unknownField());
  }

  private static <T extends Progress> Step<T> step(Optional<Objection> objection, T at) {
    return objection.isEmpty() ? Step.yes(at) : Step.no(refusal(objection.get()), at);
  }

  private static Refusal refusal(Objection objection) {
    return new Refusal(
        code(objection.ground()),
        objection.why(),
        objection.field(),
        objection.policy(),
        objection.scope().toString(),
        Map.of(),
        objection.details());
  }

  private static Code code(Objection.Ground ground) {
    return switch (ground) {
      case SUSPENDED -> Code.SUSPENDED;
      case MODEL_NOT_ALLOWED -> Code.MODEL_NOT_ALLOWED;
      case ATTRIBUTION_REQUIRED -> Code.ATTRIBUTION_REQUIRED;
      case UNKNOWN_FIELD -> Code.INVALID_REQUEST;
      case OUTSIDE_SCHEDULE -> Code.OUTSIDE_SCHEDULE;
    };
  }
}
