package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.money.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/// Why a limit lets a call not through, or why a soft one would not have. If it was refused,
/// nothing was taken from any account.
public sealed interface Denial {
  Scope scope();

  /// The id of the policy that spoke.
  String policy();

  /// Whether it refuses, or only says that it would have.
  Mode mode();

  /// How long until the same call may succeed; zero if waiting does not help.
  Duration retryAfter();

  /// Whether only calls in flight stand in the way, which usually end within seconds.
  default boolean isPassing() {
    return switch (this) {
      case OverBudget budget -> budget.cause() == OverBudget.Cause.IN_FLIGHT;
      case Busy busy -> busy.limit() > 0;
      case TooFast fast -> false;
      case NeverFits never -> false;
      case Looping looping -> false;
    };
  }

  /// When several limits refuse at once: the one that cannot be retried first, then the longest
  /// wait.
  Comparator<Denial> GRAVEST_FIRST =
      Comparator.comparing((Denial denial) -> denial.retryAfter().isZero() ? 0 : 1)
          .thenComparing(Denial::retryAfter, Comparator.reverseOrder());

  /// A budget stands in the way.
  ///
  /// @param amount the most that this call can cost
  /// @param spent charged in the window
  /// @param held for calls in flight in the window
  /// @param resetsAt when the window ends; {@link Instant#MAX} for a total
  record OverBudget(
      Scope scope, Ceiling ceiling, Cause cause, Usd amount, Usd spent, Usd held, Instant resetsAt)
      implements Denial {
    public enum Cause {
      /// This one call can cost more than the whole limit.
      EXCEEDS_LIMIT,
      /// The limit is used up by what was charged.
      SPENT,
      /// This one call can cost more than what is left.
      EXCEEDS_LEFT,
      /// Only what is held for calls in flight stands in the way.
      IN_FLIGHT
    }

    /// Calls in flight usually end within seconds.
    private static final Duration SOON = Duration.ofSeconds(1);

    @Override
    public String policy() {
      return ceiling.policy();
    }

    @Override
    public Mode mode() {
      return ceiling.mode();
    }

    @Override
    public Duration retryAfter() {
      return cause == Cause.IN_FLIGHT ? SOON : Duration.ZERO;
    }

    /// Charged, held and this call against the limit, in the order in which they are asked.
    static Cause cause(Usd limit, Usd amount, Usd spent) {
      if (amount.compareTo(limit) > 0 && limit.isPositive()) {
        return Cause.EXCEEDS_LIMIT;
      }
      if (spent.compareTo(limit) >= 0) {
        return Cause.SPENT;
      }
      return spent.plus(amount).compareTo(limit) > 0 ? Cause.EXCEEDS_LEFT : Cause.IN_FLIGHT;
    }
  }

  /// As many calls are in flight as may be.
  record Busy(Scope scope, Slots slots, long running) implements Denial {
    private static final Duration SOON = Duration.ofSeconds(1);

    public long limit() {
      return slots.now();
    }

    @Override
    public String policy() {
      return slots.policy();
    }

    @Override
    public Mode mode() {
      return slots.mode();
    }

    @Override
    public Duration retryAfter() {
      return limit() == 0 ? Duration.ZERO : SOON;
    }
  }

  /// Too many requests or tokens in too little time.
  ///
  /// @param weight how many this call takes
  /// @param left how many are left now, at least 0
  /// @param untilFits exactly until this call fits
  /// @param untilFull until the whole burst is there again
  record TooFast(
      Scope scope, Pace pace, long weight, long left, Duration untilFits, Duration untilFull)
      implements Denial {
    @Override
    public String policy() {
      return pace.policy();
    }

    @Override
    public Mode mode() {
      return pace.mode();
    }

    @Override
    public Duration retryAfter() {
      return untilFits;
    }
  }

  /// The same was asked too often in too little time.
  ///
  /// @param fingerprint of what was repeated
  /// @param untilFits exactly until it may be asked once more
  record Looping(Scope scope, LoopLimit limit, Fingerprint fingerprint, Duration untilFits)
      implements Denial {
    @Override
    public String policy() {
      return limit.policy();
    }

    @Override
    public Mode mode() {
      return limit.mode();
    }

    @Override
    public Duration retryAfter() {
      return untilFits;
    }
  }

  /// This one call is larger than the whole burst: it can never fit.
  record NeverFits(Scope scope, Pace pace, long weight) implements Denial {
    @Override
    public String policy() {
      return pace.policy();
    }

    @Override
    public Mode mode() {
      return pace.mode();
    }

    @Override
    public Duration retryAfter() {
      return Duration.ZERO;
    }
  }
}
