package io.tollgate.alert;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Windows;
import io.tollgate.money.Usd;
import io.tollgate.table.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// That the spending of one window has come to a threshold of one limit.
///
/// @param scope whose account
/// @param window the window's name, such as `Mhsog0`
/// @param ceiling the limit, whose threshold it is
/// @param percent the largest threshold that was reached, in percent of the limit
/// @param spent what was charged in the window when that was seen
/// @param ends when the window ends; empty for a total
public record Passed(
    Scope scope, String window, Ceiling ceiling, int percent, Usd spent, Optional<Instant> ends) {
  /// Long after the last settlement of a window may come: as long as journal items are kept.
  private static final Duration KEPT = Duration.ofDays(45);

  /// A session's total ends with its account, which is a month after the last call.
  private static final Duration SESSION_LIFE = Duration.ofDays(31);

  /// What an account says of its limits, in every window that it shows: also in one that has ended
  /// and is not dropped yet, since its last settlements come late. Of two limits alike, the one
  /// with the larger threshold.
  public static Collection<Passed> of(Hold hold, AccountView account) {
    Map<Key, Passed> all = new LinkedHashMap<>();
    for (String window : account.windows()) {
      for (Ceiling ceiling : hold.ceilings()) {
        if (ceiling.period().code() == window.charAt(0)) {
          Usd spent = account.spent(window);
          int percent = ceiling.stages().thresholds().reached(spent, ceiling.limit());
          if (percent > 0) {
            Optional<Instant> ends = end(window, ceiling.period(), account.calendar());
            var passed = new Passed(hold.scope(), window, ceiling, percent, spent, ends);
            all.merge(passed.key(), passed, Passed::larger);
          }
        }
      }
    }
    return all.values();
  }

  private static Passed larger(Passed one, Passed other) {
    return other.percent > one.percent ? other : one;
  }

  private static Optional<Instant> end(String window, Period period, Calendar calendar) {
    if (period == Period.TOTAL) {
      return Optional.empty();
    }
    Instant start = Instant.ofEpochSecond(Windows.startMinute(window) * 60);
    return Optional.of(calendar.endOf(period, start));
  }

  Key key() {
    return AlertOutbox.key(scope, window, ceiling.limit());
  }

  /// Until when the store keeps what was raised; empty for ever.
  ///
  /// @param now the store's time
  Optional<Instant> keptUntil(Instant now) {
    Optional<Instant> end =
        scope.kind() == ScopeKind.SESSION && ends.isEmpty()
            ? Optional.of(now.plus(SESSION_LIFE))
            : ends;
    return end.map(at -> at.plus(KEPT));
  }
}
