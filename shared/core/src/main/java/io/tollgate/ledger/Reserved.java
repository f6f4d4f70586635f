package io.tollgate.ledger;

import io.tollgate.table.Item;
import java.util.List;
import java.util.stream.Stream;

/// What the ledger answers to a {@link Demand}.
public sealed interface Reserved {
  /// The amount is held on every limited account of the call.
  ///
  /// @param grants the accounts as they are with the hold
  record Granted(Reservation reservation, List<Grant> grants) implements Reserved {
    public Granted {
      grants = List.copyOf(grants);
    }

    /// What soft and shadow limits would have said.
    public List<Denial> objections() {
      List<Denial> all = List.of();
      for (Grant grant : grants) {
        if (!grant.objections().isEmpty()) {
          all = Stream.concat(all.stream(), grant.objections().stream()).toList();
        }
      }
      return all;
    }

    /// The budgets that slowed it down.
    public List<Slowdown> slowdowns() {
      List<Slowdown> all = List.of();
      for (Grant grant : grants) {
        Slowdown slowdown = grant.hold().slowdown();
        if (!slowdown.isNone() && !all.contains(slowdown)) {
          all = Stream.concat(all.stream(), Stream.of(slowdown)).toList();
        }
      }
      return all;
    }
  }

  /// A limited account with the hold on it.
  ///
  /// @param hold as it was taken: without the soft clocks that had no credit for it
  /// @param objections what soft and shadow limits of the account would have said
  record Grant(Hold hold, Item account, List<Denial> objections) {
    public Grant {
      objections = List.copyOf(objections);
    }
  }

  /// A limit said no; whatever was taken elsewhere was given back.
  record Denied(Denial denial) implements Reserved {}

  /// A call was already admitted here under newer policies than these: read them, and ask again
  /// with a new rid.
  ///
  /// @param doubtful whether a hold of this attempt may still stand somewhere: then a refusal for
  ///   money or slots at the next attempt proves nothing
  record Outdated(boolean doubtful) implements Reserved {}

  /// A budget turned out to be spent further than this process knew, so the call was let through
  /// too fast. It was given back: ask again with a new rid.
  ///
  /// @param doubtful as for {@link Outdated}
  record Outpaced(boolean doubtful) implements Reserved {}

  /// The store could not be asked, or gave answers from which nothing may be concluded. Try again
  /// later.
  ///
  /// @param silent whether every account that was not had gave no answer at all: the store is out
  ///   of reach, rather than busy or doubtful
  record Unavailable(String why, boolean silent) implements Reserved {}
}
