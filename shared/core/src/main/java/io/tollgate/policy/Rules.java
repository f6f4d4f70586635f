package io.tollgate.policy;

import io.tollgate.ledger.Calendar;
import io.tollgate.policy.Objection.Ground;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that the policies say, of one scope or of a call, that asks no account.
///
/// @param rules what judges a call by what it is
/// @param schedules when calls may begin
/// @param cap of its output tokens
public record Rules(List<Rule> rules, List<UsageSchedule> schedules, OutputCap cap) {
  static final Rules NONE = new Rules(List.of(), List.of(), OutputCap.NONE);

  public Rules {
    rules = List.copyOf(rules);
    schedules = List.copyOf(schedules);
  }

  static Rules of(List<Policy> policies) {
    List<Rule> rules = new ArrayList<>();
    List<UsageSchedule> schedules = new ArrayList<>();
    var cap = OutputCap.NONE;
    for (Policy policy : policies) {
      switch (policy) {
        case Rule rule -> rules.add(rule);
        case UsageSchedule schedule -> schedules.add(schedule);
        case OutputTokens tokens -> cap = cap.and(tokens.cap());
        case Budget budget -> {}
        case RateLimit rate -> {}
        case Concurrency concurrency -> {}
        case LoopBreaker loop -> {}
        // Looked up where a call is named, before anything else is known of it.
        case Suspension suspension -> {}
      }
    }
    return new Rules(rules, schedules, cap);
  }

  private boolean areNone() {
    return rules.isEmpty() && schedules.isEmpty() && cap.equals(OutputCap.NONE);
  }

  Rules and(Rules other) {
    if (areNone() || other.areNone()) {
      return areNone() ? other : this;
    }
    return new Rules(
        joined(rules, other.rules), joined(schedules, other.schedules), cap.and(other.cap));
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    if (some.isEmpty() || more.isEmpty()) {
      return some.isEmpty() ? more : some;
    }
    List<T> all = new ArrayList<>(some.size() + more.size());
    all.addAll(some);
    all.addAll(more);
    return all;
  }

  /// What speaks against a call, at any time; the gravest if there are several.
  public Optional<Objection> objection(Candidate call) {
    Optional<Objection> gravest = Optional.empty();
    for (Rule rule : rules) {
      Optional<Objection> next = rule.objection(call);
      if (next.isPresent() && (gravest.isEmpty() || next.get().isGraverThan(gravest.get()))) {
        gravest = next;
      }
    }
    return gravest;
  }

  /// Whether the provider or the model is one that the call may not have.
  public boolean deny(Candidate call) {
    return objection(call).filter(it -> it.ground() == Ground.MODEL_NOT_ALLOWED).isPresent();
  }

  /// What speaks against beginning a call now; of several schedules the one that opens last.
  public Optional<Objection> closed(Candidate call, Instant now, Calendar calendar) {
    Optional<Objection> longest = Optional.empty();
    Instant last = now;
    for (UsageSchedule schedule : schedules) {
      if (!schedule.isOpen(now, calendar)) {
        Instant opens = schedule.opensAfter(now, calendar);
        if (opens.isAfter(last)) {
          last = opens;
          longest = Optional.of(schedule.objection(call, opens, calendar));
        }
      }
    }
    return longest;
  }
}
