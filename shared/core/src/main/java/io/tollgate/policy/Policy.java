package io.tollgate.policy;

import io.tollgate.ledger.Pace;
import io.tollgate.ledger.Period;
import io.tollgate.money.Usd;
import java.util.List;

/// One rule of the configuration: whom it is about and what it allows. All are hard: they refuse.
public sealed interface Policy {
  /// Stable across versions and unique in one; `<kind>:<of>` unless the file says otherwise.
  String id();

  Target of();

  /// What it replaces: a policy of one owner stands in the place of those of `each` that have the
  /// same kind.
  String kind();

  /// The most money in one window.
  ///
  /// @param limit 0 lets nothing through
  record Budget(String id, Target of, Period period, Usd limit) implements Policy {
    @Override
    public String kind() {
      return period.word();
    }
  }

  /// How many requests, tokens or both in a unit of time.
  ///
  /// @param paces one for each of the two that it limits
  record Rate(String id, Target of, List<Pace> paces) implements Policy {
    public static final String KIND = "rate";

    public Rate {
      paces = List.copyOf(paces);
    }

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// The most calls in flight.
  ///
  /// @param most 0 lets nothing through
  record Concurrency(String id, Target of, long most) implements Policy {
    public static final String KIND = "concurrency";

    @Override
    public String kind() {
      return KIND;
    }
  }
}
