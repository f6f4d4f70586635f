package io.tollgate.policy;

import io.tollgate.json.Fault;
import io.tollgate.money.Usd;
import java.util.List;

/// What became of a raise that somebody asked for.
public sealed interface Raised {
  /// It is in force.
  ///
  /// @param version that it is a part of
  /// @param without the limit in the file
  record InForce(long version, Raise raise, Usd without) implements Raised {
    /// What the raise alone makes of the limit.
    public Usd limit() {
      return raise.size().on(without);
    }
  }

  /// There is no such policy.
  ///
  /// @param why a sentence that names those that there are
  record Unknown(String why) implements Raised {}

  /// The policy cannot be raised so, and nothing was changed.
  ///
  /// @param faults at least one
  record Faulty(List<Fault> faults) implements Raised {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /// As many raises as there may be have not ended yet, and nothing was changed.
  ///
  /// @param most how many
  record TooMany(int most) implements Raised {}
}
