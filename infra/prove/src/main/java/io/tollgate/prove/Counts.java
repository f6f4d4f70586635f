package io.tollgate.prove;

/// What happened in one world, or in several together.
final class Counts {
  int seeds;
  long calls;
  long admitted;
  long denied;
  long unavailable;
  long again;
  long dispatched;
  long fenced;
  long crashes;
  long freezes;
  long clockFaults;
  long unanswered;
  long late;
  long conflicts;
  long messages;
  long messageFaults;
  long bounds;
  long lateTruths;
  long folds;
  long drops;
  long closed;
  long writes;
  long thresholds;
  long blockedByLeaks;
  long overBudget;
  long repeatsRefused;
  long repeatsLetThrough;

  /// Let through although the store gave no answer, and what of them was charged.
  long uncounted;

  long uncountedCharged;

  /// Calls that cost more than their bound, and models that were noted for it.
  long capsBroken;

  long modelsNoted;

  /// Refused since nothing is let through for their member.
  long suspended;

  /// Asked for again with a lower cap, and with another model.
  long clamped;

  long degraded;

  /// Stopped because they repeated what was asked just before.
  long loops;

  /// Admitted above a limit that was raised just then, once for each such limit.
  long raised;

  void add(Counts other) {
    seeds += other.seeds;
    calls += other.calls;
    admitted += other.admitted;
    denied += other.denied;
    unavailable += other.unavailable;
    again += other.again;
    dispatched += other.dispatched;
    fenced += other.fenced;
    crashes += other.crashes;
    freezes += other.freezes;
    clockFaults += other.clockFaults;
    unanswered += other.unanswered;
    late += other.late;
    conflicts += other.conflicts;
    messages += other.messages;
    messageFaults += other.messageFaults;
    bounds += other.bounds;
    lateTruths += other.lateTruths;
    folds += other.folds;
    drops += other.drops;
    closed += other.closed;
    writes += other.writes;
    thresholds += other.thresholds;
    blockedByLeaks += other.blockedByLeaks;
    overBudget += other.overBudget;
    raised += other.raised;
    suspended += other.suspended;
    clamped += other.clamped;
    degraded += other.degraded;
    repeatsRefused += other.repeatsRefused;
    repeatsLetThrough += other.repeatsLetThrough;
    loops += other.loops;
    uncounted += other.uncounted;
    uncountedCharged += other.uncountedCharged;
    capsBroken += other.capsBroken;
    modelsNoted += other.modelsNoted;
  }
}
