package io.tollgate.policy;

/// One rule of the configuration: whom it is about and what it allows.
///
/// Budgets, rates, concurrency and loop breakers have a mode; all others are hard: they refuse.
///
/// Each is a record in a file of its own, which also says how it is spelt.
public sealed interface Policy
    permits Budget,
        RateLimit,
        Concurrency,
        LoopBreaker,
        Rule,
        UsageSchedule,
        OutputTokens,
        Suspension {
  /// Stable across versions and unique in one; `<kind>:<of>` unless the file says otherwise.
  String id();

  Target of();

  /// What it replaces: a policy of one owner stands in the place of those of `each` that have the
  /// same kind.
  String kind();
}
