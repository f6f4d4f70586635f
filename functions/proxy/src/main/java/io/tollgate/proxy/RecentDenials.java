package io.tollgate.proxy;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Demand;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Reservation;
import io.tollgate.money.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Refusals of the last second, so that a runaway key does not wear out the accounts that it shares
/// with everybody.
///
/// A measure against load, never against spending: it only repeats a "no" that the ledger gave, to
/// calls that ask at least as much under the same policies, until the wait is over or this process
/// settles a call on that account.
public final class RecentDenials {
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  private final Map<Scope, Remembered> denials = new ConcurrentHashMap<>();
  private final AtomicLong settlements = new AtomicLong();

  private record Remembered(Denial denial, long policies, Usd amount, long tokens, Instant until) {
    boolean speaksTo(Demand demand, Instant now) {
      return policies == demand.policies()
          && now.isBefore(until)
          && repeats(demand)
          && demand.amount().compareTo(amount) >= 0
          && demand.inputTokens() + demand.outputTokens() >= tokens;
    }

    /// A loop is broken for those alone who go on with it.
    private boolean repeats(Demand demand) {
      return !(denial instanceof Denial.Looping looping)
          || demand.fingerprints().contains(looping.fingerprint());
    }
  }

  Optional<Denial> find(Demand demand, Instant now) {
    if (denials.isEmpty()) {
      return Optional.empty();
    }
    for (Hold hold : demand.holds()) {
      Remembered remembered = denials.get(hold.scope());
      if (remembered != null && remembered.speaksTo(demand, now)) {
        return Optional.of(remembered.denial());
      }
    }
    return Optional.empty();
  }

  /// What to hand to {@link #remember}, taken before the ledger is asked.
  long mark() {
    return settlements.get();
  }

  /// @param mark taken before the ledger was asked: a refusal that only calls in flight caused is
  ///   forgotten at once if one has been settled since, as it may have been the one in the way
  void remember(Demand demand, Denial denial, long mark, Instant now) {
    if (denial.isPassing() && settlements.get() != mark) {
      return;
    }
    if (denials.size() >= MOST) {
      denials.clear();
    }
    Duration wait = denial.retryAfter();
    Instant until = now.plus(wait.isZero() || wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    denials.put(
        denial.scope(),
        new Remembered(
            denial,
            demand.policies(),
            demand.amount(),
            demand.inputTokens() + demand.outputTokens(),
            until));
  }

  /// Something was given back on these accounts: what was refused may fit now.
  void forget(Reservation reservation) {
    settlements.incrementAndGet();
    if (!denials.isEmpty()) {
      reservation.held().forEach(held -> denials.remove(held.scope()));
    }
  }
}
