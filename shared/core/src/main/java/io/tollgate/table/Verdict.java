package io.tollgate.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the store said to a transaction.
public sealed interface Verdict {
  /// All of it happened.
  record Committed(Instant at) implements Verdict {}

  /// None of it happened.
  ///
  /// @param reasons one for each write, in order
  record Cancelled(List<Reason> reasons) implements Verdict {
    public Cancelled {
      reasons = List.copyOf(reasons);
    }

    /// Whether another transaction or a throttle stood in the way of any write: the same may be
    /// sent again.
    public boolean byConflict() {
      return reasons.contains(Reason.CONFLICT);
    }
  }

  /// It may have happened or may still happen.
  record Unknown(String why) implements Verdict {}

  /// Why one write of a cancelled transaction did not happen.
  ///
  /// @param kind what stood in the way
  /// @param item for a failed condition, the item as it was (empty if there is none); else empty
  record Reason(Kind kind, Optional<Item> item) {
    public enum Kind {
      NONE,
      CONDITION,
      CONFLICT
    }

    public static final Reason NONE = new Reason(Kind.NONE, Optional.empty());
    public static final Reason CONFLICT = new Reason(Kind.CONFLICT, Optional.empty());

    public static Reason condition(Item item) {
      return new Reason(Kind.CONDITION, Optional.of(item));
    }

    public boolean isCondition() {
      return kind == Kind.CONDITION;
    }
  }
}
