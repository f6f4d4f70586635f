package io.tollgate.policy;

import io.tollgate.json.Fault;
import java.util.List;

/// What became of a file that somebody put in the place of the version they had edited.
public sealed interface Put {
  /// It is in force.
  ///
  /// @param configuration under its version: the next one, or the old one where the file says
  ///   nothing new
  record InForce(Configuration configuration) implements Put {}

  /// Another version than the edited one is in force, and nothing was changed.
  ///
  /// @param version that is in force
  record Stale(long version) implements Put {}

  /// The file is not valid, and nothing was changed.
  ///
  /// @param faults at least one
  record Faulty(List<Fault> faults) implements Put {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }
}
