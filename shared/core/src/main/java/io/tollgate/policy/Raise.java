package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Bucket;
import io.tollgate.money.Usd;
import java.time.Instant;
import java.util.Optional;

/// A budget's limit that is higher for a while.
///
/// It is a part of the configuration and never of an account: which limit a call has is a pure
/// function of its bucket, so no two processes ever disagree about it, and nothing is to be done
/// when a raise ends.
///
/// @param policy the id of the budget; a raise whose policy is gone raises nothing
/// @param owner whose limit alone; empty for that of all whom the policy speaks of
/// @param from buckets that start before are not raised
/// @param until nor are those that start then or later
/// @param reason for people
/// @param by who asked for it; names an administrator without being a secret
public record Raise(
    String policy,
    Optional<Scope> owner,
    Size size,
    Instant from,
    Instant until,
    String reason,
    String by) {
  /// How far a limit is raised.
  public sealed interface Size {
    /// The raised limit of a policy, never less than its own.
    Usd on(Usd limit);

    /// Up to a limit. Where the policy's own is higher by now, that one holds.
    record To(Usd limit) implements Size {
      @Override
      public Usd on(Usd own) {
        return limit.max(own);
      }
    }

    /// By an amount on top of the policy's own limit, whichever that is by then.
    ///
    /// @param more more than 0
    record By(Usd more) implements Size {
      @Override
      public Usd on(Usd own) {
        return own.plus(more);
      }
    }
  }

  boolean isInForce(Bucket bucket) {
    Instant start = bucket.start();
    return !start.isBefore(from) && start.isBefore(until);
  }

  /// @param name of the scope's owner for people: policies and raises may call a virtual key by it
  boolean speaksOf(Scope scope, String name) {
    return owner.isEmpty()
        || owner.get().equals(scope)
        || (scope.kind() == ScopeKind.KEY && owner.get().equals(new Scope(ScopeKind.KEY, name)));
  }
}
