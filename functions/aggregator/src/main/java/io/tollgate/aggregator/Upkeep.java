package io.tollgate.aggregator;

import io.tollgate.attribution.Scope;
import io.tollgate.aws.log.Log;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.table.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Folds and drops on touch, yet reads an account at most once for each bucket that is closed: what
/// can be folded or dropped changes only when the mark moves.
///
/// It remembers, for the life of the process, up to which mark it has looked at an account.
/// Forgetting costs a read and nothing else. Safe for concurrent use.
final class Upkeep {
  /// Some 10 MB; beyond, everything is forgotten at once, which is simple and rare.
  private static final int MOST_REMEMBERED = 50_000;

  /// The mark moves once in a bucket's length and by another process, so looking more often finds
  /// nothing.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final Supplier<Calendar> calendar;
  private final Fan fan;
  private final Log log;
  private final Map<Scope, Long> seen = new ConcurrentHashMap<>();
  private volatile Instant lookAgain = Instant.MIN;

  Upkeep(Ledger ledger, Supplier<Calendar> calendar, Fan fan, Log log) {
    this.ledger = ledger;
    this.calendar = calendar;
    this.fan = fan;
    this.log = log;
  }

  /// Whether the account may show what the last look at it could not take out.
  boolean isDue(Scope scope) {
    Long mark = seen.get(scope);
    return mark == null || mark < ledger.closing().closed().number();
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

  /// Looks at accounts. What cannot be read now is looked at with the next message that names it: a
  /// leak heals later, no money is lost.
  ///
  /// @param now the store's time, before the calendar is read
  void touch(Collection<Scope> scopes, Instant now) {
    if (scopes.isEmpty()) {
      return;
    }
    Calendar today;
    try {
      today = calendar.get();
    } catch (StoreUnavailable e) {
      log.line(Log.Level.WARN, "calendar_unreadable", Map.of("accounts", scopes.size()));
      return;
    }
    long mark = ledger.closing().closed().number();
    long unread =
        fan
            .all(
                scopes.stream()
                    .<Supplier<Boolean>>map(scope -> () -> touched(scope, today, now, mark))
                    .toList())
            .stream()
            .filter(touched -> !touched)
            .count();
    if (unread > 0) {
      log.line(Log.Level.WARN, "accounts_unreadable", Map.of("accounts", unread));
    }
  }

  private boolean touched(Scope scope, Calendar today, Instant now, long mark) {
    try {
      ledger.touch(List.of(scope), today, now);
    } catch (StoreUnavailable e) {
      return false;
    }
    if (seen.size() >= MOST_REMEMBERED) {
      seen.clear();
    }
    seen.put(scope, mark);
    return true;
  }
}
