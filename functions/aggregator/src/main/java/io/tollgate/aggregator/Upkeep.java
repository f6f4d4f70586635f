package io.tollgate.aggregator;

import io.tollgate.attribution.Scope;
import io.tollgate.aws.log.Log;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Ledger;
import io.tollgate.policy.Book;
import io.tollgate.policy.Configuration;
import io.tollgate.table.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Looks at accounts that were charged: folds, raises thresholds, drops. One read serves all three.
///
/// An account whose budgets have thresholds is read each time. Any other is read at most once for
/// each bucket that is closed: what can be folded or dropped changes only when the mark moves. It
/// remembers, for the life of the process, up to which mark it has looked at an account. Forgetting
/// costs a read and nothing else. Safe for concurrent use.
final class Upkeep {
  /// Some 10 MB; beyond, everything is forgotten at once, which is simple and rare.
  private static final int MOST_REMEMBERED = 50_000;

  /// The mark moves once in a bucket's length and by another process, so looking more often finds
  /// nothing.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  /// Limits and calendar that were read longer ago than this are not those that the account was
  /// charged under: the process was frozen in between.
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Book book;
  private final ThresholdWatch watch;
  private final InstantSource store;
  private final Fan fan;
  private final Log log;
  private final Map<Scope, Long> seen = new ConcurrentHashMap<>();
  private volatile Instant lookAgain = Instant.MIN;

  /// @param store the store's time
  Upkeep(Ledger ledger, Book book, ThresholdWatch watch, InstantSource store, Fan fan, Log log) {
    this.ledger = ledger;
    this.book = book;
    this.watch = watch;
    this.store = store;
    this.fan = fan;
    this.log = log;
  }

  /// Learns how far buckets are closed, if they should be by now.
  ///
  /// @param now the store's time
  void refresh(Instant now) {
    Closing closing = ledger.closing();
    boolean behind = closing.closed().next().end().plus(closing.delay()).isBefore(now);
    if (behind && now.isAfter(lookAgain)) {
      lookAgain = now.plus(BETWEEN_LOOKS);
      try {
        closing.refresh();
      } catch (StoreUnavailable e) {
        // An old mark is safe; the next batch asks again.
        log.line(Log.Level.WARN, "mark_unreadable", Map.of("why", String.valueOf(e.getMessage())));
      }
    }
  }

  /// Looks at accounts.
  ///
  /// @param now the store's time, before the configuration is read
  /// @return those that could not be looked at: they show a leak for longer, and a threshold that
  ///   was reached is perhaps not raised
  Set<Scope> touch(Collection<Scope> scopes, Instant now) {
    return look(scopes, now, true);
  }

  /// Looks at accounts of which only the thresholds may be due: at those that have some.
  ///
  /// @param now the store's time, before the configuration is read
  /// @return those whose thresholds are perhaps not raised
  Set<Scope> judge(Collection<Scope> scopes, Instant now) {
    return look(scopes, now, false);
  }

  /// @param leaksToo whether accounts without thresholds are looked at as well
  private Set<Scope> look(Collection<Scope> scopes, Instant now, boolean leaksToo) {
    if (scopes.isEmpty()) {
      return Set.of();
    }
    Instant begun = store.instant();
    Configuration today;
    try {
      today = book.fresh(begun);
    } catch (StoreUnavailable e) {
      log.line(Log.Level.WARN, "configuration_unreadable", Map.of("accounts", scopes.size()));
      return Set.copyOf(scopes);
    }
    var round = new Round(today, now, begun, ledger.closing().closed().number());
    Bucket bucket = Bucket.of(begun, ledger.closing().minutes());
    Set<Scope> missed = new LinkedHashSet<>();
    List<Scope> asked = new ArrayList<>();
    List<Supplier<Boolean>> looks = new ArrayList<>();
    for (Scope scope : scopes) {
      try {
        Optional<Hold> limits = watch.limits(scope, today, bucket);
        if (limits.isPresent() || (leaksToo && isDue(scope, round))) {
          asked.add(scope);
          looks.add(() -> isLookedAt(scope, limits, round));
        }
      } catch (StoreUnavailable e) {
        missed.add(scope);
      }
    }
    List<Boolean> done = fan.all(looks);
    for (int i = 0; i < done.size(); i++) {
      if (!done.get(i)) {
        missed.add(asked.get(i));
      }
    }
    if (!missed.isEmpty()) {
      log.line(Log.Level.WARN, "accounts_not_looked_at", Map.of("accounts", missed.size()));
    }
    return missed;
  }

  /// What all looks of one touch have in common.
  ///
  /// @param asOf the store's time before the configuration was read
  /// @param begun the same, as this process knew it just before
  /// @param mark the number of the last closed bucket
  private record Round(Configuration today, Instant asOf, Instant begun, long mark) {}

  /// Whether the account may show what the last look at it could not take out.
  private boolean isDue(Scope scope, Round round) {
    Long last = seen.get(scope);
    return last == null || last < round.mark();
  }

  private boolean isLookedAt(Scope scope, Optional<Hold> limits, Round round) {
    AccountView account;
    try {
      account = ledger.folded(scope, round.today().calendar(), round.asOf());
    } catch (StoreUnavailable e) {
      return false;
    }
    if (limits.isPresent()) {
      // The answer has just told the store's time.
      Instant now = store.instant();
      boolean isStale = now.isAfter(round.begun().plus(LONGEST_LOOK));
      if (isStale || !watch.raise(limits.get(), account, now)) {
        return false;
      }
    }
    // Only now: what a window that has ended came to is not seen any more when it is dropped.
    ledger.drop(scope, account);
    if (seen.size() >= MOST_REMEMBERED) {
      seen.clear();
    }
    seen.put(scope, round.mark());
    return true;
  }
}
