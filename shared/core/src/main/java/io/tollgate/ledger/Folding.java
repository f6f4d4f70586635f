package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.util.ArrayList;
import java.util.List;

/// Takes out of accounts what nobody needs there: money held in closed buckets (a leak), and
/// windows that have ended.
///
/// Both are repeatable by anyone at any time: they name what they remove, and remove only what is
/// there.
final class Folding {
  private final Table table;

  Folding(Table table) {
    this.table = table;
  }

  /// Gives back what is held in the closed buckets that the account shows, one write a bucket.
  ///
  /// @return the account afterwards; as it was, if the store did not do it
  Item fold(Scope scope, AccountView account) {
    Item item = account.item();
    for (Bucket bucket : account.closedBuckets()) {
      if (table.write(fold(scope, bucket, account.calendar().windows(bucket)))
          instanceof Answer.Applied(Item now, var at)) {
        item = now;
      }
    }
    return item;
  }

  private static Write fold(Scope scope, Bucket bucket, Windows windows) {
    String held = Account.held(bucket);
    String calls = Account.callsIn(bucket);
    var actions = new ArrayList<Action>();
    for (String window : windows.ids()) {
      actions.add(minus(Account.used(window), new Action.Attribute(held)));
    }
    actions.add(minus(Account.CALLS, new Action.AttributeOr(calls, Num.ZERO)));
    actions.add(new Action.Remove(held));
    actions.add(new Action.Remove(calls));
    return new Write.Update(Account.key(scope), actions, new Condition.Has(held));
  }

  private static Action minus(String attribute, Action.Term term) {
    return new Action.Set(
        attribute, new Action.Difference(new Action.AttributeOr(attribute, Num.ZERO), term));
  }

  /// Reads the account and folds it.
  AccountView folded(Scope scope, Calendar calendar, Bucket closed) {
    Item item = table.get(Account.key(scope)).orEmpty();
    return new AccountView(fold(scope, new AccountView(item, calendar, closed)), calendar, closed);
  }

  /// Drops the windows that ended before the oldest bucket that may still be open.
  void drop(Scope scope, AccountView account) {
    Key key = Account.key(scope);
    Windows live = account.calendar().windows(account.closed().next());
    for (String window : account.windows()) {
      if (hasEnded(window, live)) {
        String used = Account.used(window);
        table.write(
            new Write.Update(key, List.of(new Action.Remove(used)), new Condition.Has(used)));
      }
    }
  }

  private static boolean hasEnded(String window, Windows live) {
    for (String id : live.ids()) {
      if (id.charAt(0) == window.charAt(0)) {
        return Windows.startMinute(window) < Windows.startMinute(id);
      }
    }
    return false;
  }
}
