package io.tollgate.aggregator;

import io.tollgate.alert.AlertOutbox;
import io.tollgate.alert.Passed;
import io.tollgate.attribution.Scope;
import io.tollgate.aws.log.Log;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.policy.Book;
import io.tollgate.policy.Configuration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Raises the thresholds that spending has come to, each once for its scope, window and limit.
///
/// The outbox decides what is raised. What this process remembers of it only saves writes, and
/// forgetting costs a write that changes nothing. Safe for concurrent use.
final class ThresholdWatch {
  /// Some 10 MB; beyond, everything is forgotten at once, which is simple and rare.
  private static final int MOST_REMEMBERED = 50_000;

  private final AlertOutbox outbox;
  private final Book book;
  private final Log log;
  private final Map<Known, Integer> raised = new ConcurrentHashMap<>();

  /// Of what the outbox has one item.
  private record Known(Scope scope, String window, String limit) {
    private static Known of(Passed passed) {
      return new Known(passed.scope(), passed.window(), passed.ceiling().limit().plain());
    }
  }

  ThresholdWatch(AlertOutbox outbox, Book book, Log log) {
    this.outbox = outbox;
    this.book = book;
    this.log = log;
  }

  /// The limits of an account, if anybody wants to be told of one.
  ///
  /// @param now which decides whether a raise counts
  /// @throws io.tollgate.table.StoreUnavailable if policies speak of a key by its name and that
  ///   cannot be read
  Optional<Hold> limits(Scope scope, Configuration today, Bucket now) {
    String name = today.policies().nameKeys() ? book.nameOf(scope) : scope.name();
    return today.policies().hold(scope, name, now).filter(ThresholdWatch::tells);
  }

  private static boolean tells(Hold hold) {
    for (Ceiling ceiling : hold.ceilings()) {
      if (!ceiling.stages().thresholds().areNone()) {
        return true;
      }
    }
    return false;
  }

  /// Raises what an account shows, and says so in a line if it was not raised before.
  ///
  /// @param now the store's time
  /// @return whether all of it is raised for certain
  boolean raise(Hold limits, AccountView account, Instant now) {
    boolean certain = true;
    for (Passed passed : Passed.of(limits, account)) {
      Known known = Known.of(passed);
      if (raised.getOrDefault(known, 0) < passed.percent()) {
        switch (outbox.raise(passed, now)) {
          case NOW -> {
            tell(passed);
            remember(known, passed.percent());
          }
          case BEFORE -> remember(known, passed.percent());
          case UNKNOWN -> certain = false;
        }
      }
    }
    return certain;
  }

  private void remember(Known known, int percent) {
    if (raised.size() >= MOST_REMEMBERED) {
      raised.clear();
    }
    raised.merge(known, percent, Math::max);
  }

  private void tell(Passed passed) {
    log.line(
        Log.Level.INFO,
        "threshold_passed",
        Map.of(
            "scope", passed.scope(),
            "policy", passed.ceiling().policy(),
            "period", passed.ceiling().period().word(),
            "window", passed.window(),
            "percent", passed.percent(),
            "limit_usd", passed.ceiling().limit().plain(),
            "spent_usd", passed.spent().plain()));
  }
}
