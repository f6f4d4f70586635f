package io.tollgate.alert;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Account;
import io.tollgate.money.Usd;
import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Where thresholds wait to be told: one item for each scope, window and limit, with the largest
/// share that was reached. The spelling is frozen (a test pins it).
///
/// The limit stands in the key, so another limit starts anew, and what was judged by an old one
/// lands where it cannot speak of the new one.
public final class AlertOutbox {
  private static final String PASSED = "passed";
  private static final int DIGITS = 36;

  private final Table table;

  public AlertOutbox(Table table) {
    this.table = table;
  }

  /// Where the thresholds of a limit in a window stand.
  public static Key key(Scope scope, String window, Usd limit) {
    // As the account's, which begins with an S.
    String owner = "A" + Account.key(scope).pk().substring(1);
    return new Key(owner, window + "#" + limit.picos().toString(DIGITS));
  }

  /// Raises a threshold unless it or a larger one was raised, `attribute_not_exists(passed) OR
  /// passed < :percent`: however many see it at once, one of them raises it. Repeatable by anyone,
  /// at any time, since `passed` only grows.
  ///
  /// @param now the store's time
  public Raised raise(Passed passed, Instant now) {
    Num percent = Num.of(passed.percent());
    var grows = Condition.any(new Condition.Lacks(PASSED), Condition.below(PASSED, percent));
    var write = new Write.Update(passed.key(), facts(passed, percent, now), grows);
    return switch (table.write(write)) {
      case Answer.Applied applied -> Raised.NOW;
      case Answer.Refused refused -> Raised.BEFORE;
      case Answer.NotApplied notApplied -> Raised.UNKNOWN;
      case Answer.Unknown unknown -> Raised.UNKNOWN;
    };
  }

  /// What whoever writes the message needs to know. Not under the name `scope`, by which accounts
  /// are listed.
  private static List<Action> facts(Passed passed, Num percent, Instant now) {
    var actions = new ArrayList<Action>();
    actions.add(Action.set(PASSED, percent));
    actions.add(Action.set("of", passed.scope().toString()));
    actions.add(Action.set("policy", passed.ceiling().policy()));
    actions.add(Action.set("limit", Num.of(passed.ceiling().limit().picos())));
    actions.add(Action.set("spent", Num.of(passed.spent().picos())));
    actions.add(Action.set("at", seconds(now)));
    passed.ends().ifPresent(end -> actions.add(Action.set("ends", seconds(end))));
    passed.keptUntil(now).ifPresent(end -> actions.add(Action.set("ttl", seconds(end))));
    return actions;
  }

  private static Num seconds(Instant instant) {
    return Num.of(instant.getEpochSecond());
  }

  /// The largest share that was raised, in percent of the limit; 0 if none was.
  ///
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  public int passed(Scope scope, String window, Usd limit) {
    return (int) table.get(key(scope, window, limit)).orEmpty().num(PASSED).asLong();
  }
}
