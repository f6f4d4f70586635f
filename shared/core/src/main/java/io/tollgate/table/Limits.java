package io.tollgate.table;

import io.tollgate.table.Condition.All;
import io.tollgate.table.Condition.Any;
import io.tollgate.table.Condition.Between;
import java.util.HashSet;
import java.util.List;

/// What DynamoDB refuses to understand, whatever stands in the table. Checked before a condition is
/// looked at.
///
/// The figures are those of "Quotas in Amazon DynamoDB" in its developer guide.
final class Limits {
  static final int LONGEST_PK = 2_048;
  static final int LONGEST_SK = 1_024;

  /// So few keys, as a lone call's settlement has, are compared faster than hashed.
  private static final int FEW = 16;

  private Limits() {}

  /// @throws InvalidWrite if no store could execute this
  static void check(List<Write> writes) {
    if (writes.isEmpty() || writes.size() > Table.LARGEST_TRANSACTION) {
      throw new InvalidWrite(
          "a transaction of %d writes; it holds 1 to %d"
              .formatted(writes.size(), Table.LARGEST_TRANSACTION));
    }
    checkKeys(writes);
    for (int i = 0; i < writes.size(); i++) {
      check(writes.get(i));
    }
  }

  private static void checkKeys(List<Write> writes) {
    if (writes.size() <= FEW) {
      for (int i = 1; i < writes.size(); i++) {
        for (int j = 0; j < i; j++) {
          if (writes.get(i).key().equals(writes.get(j).key())) {
            throw namedTwice(writes.get(i).key());
          }
        }
      }
      return;
    }
    var keys = HashSet.<Key>newHashSet(writes.size());
    for (Write write : writes) {
      if (!keys.add(write.key())) {
        throw namedTwice(write.key());
      }
    }
  }

  private static InvalidWrite namedTwice(Key key) {
    return new InvalidWrite("two writes in one transaction on " + key);
  }

  /// @throws InvalidWrite if no store could execute this
  static void check(Write write) {
    check(write.key());
    check(write.condition());
    switch (write) {
      case Write.Put put -> checkItem(put.key(), put.item());
      case Write.Update update -> checkActions(update);
      case Write.Delete delete -> {}
    }
  }

  static void check(Key key) {
    if (!fits(key.pk(), LONGEST_PK) || !fits(key.sk(), LONGEST_SK)) {
      throw new InvalidWrite(
          "%s: a partition key has 1 to %d bytes and a sort key 1 to %d"
              .formatted(key, LONGEST_PK, LONGEST_SK));
    }
  }

  static boolean fits(String text, int bytes) {
    return !text.isEmpty() && (text.length() * 3 <= bytes || Utf8.length(text) <= bytes);
  }

  static void check(Condition condition) {
    switch (condition) {
      case All all -> checkAll(all.of());
      case Any any -> checkAll(any.of());
      case Between between -> checkBounds(between);
      case Condition.Compare compare -> checkName(compare.attribute());
      case Condition.Has has -> checkName(has.attribute());
      case Condition.Lacks lacks -> checkName(lacks.attribute());
      case Condition.NoItem none -> {}
      case Condition.AnItem some -> {}
    }
  }

  private static void checkAll(List<Condition> conditions) {
    for (int i = 0; i < conditions.size(); i++) {
      check(conditions.get(i));
    }
  }

  /// @throws InvalidWrite if no store could read this
  static void check(Query query) {
    check(query.filter());
    if (asksForTheItem(query.filter())) {
      throw new InvalidWrite(
          query + ": a filter sees items only, so it cannot ask whether there is one");
    }
  }

  private static boolean asksForTheItem(Condition condition) {
    return switch (condition) {
      case All all -> all.of().stream().anyMatch(Limits::asksForTheItem);
      case Any any -> any.of().stream().anyMatch(Limits::asksForTheItem);
      case Condition.NoItem none -> true;
      case Condition.AnItem some -> true;
      case Between between -> false;
      case Condition.Compare compare -> false;
      case Condition.Has has -> false;
      case Condition.Lacks lacks -> false;
    };
  }

  private static void checkBounds(Between between) {
    checkName(between.attribute());
    boolean ordered =
        switch (between.low()) {
          case Num low -> between.high() instanceof Num high && low.compareTo(high) <= 0;
          case Text low ->
              between.high() instanceof Text high && Utf8.compare(low.text(), high.text()) <= 0;
        };
    if (!ordered) {
      throw new InvalidWrite(
          between + ": both bounds are numbers or both texts, and the lower comes first");
    }
  }

  private static void checkActions(Write.Update update) {
    List<Action> actions = update.actions();
    if (actions.isEmpty()) {
      throw new InvalidWrite("an update of " + update.key() + " without actions");
    }
    for (int i = 0; i < actions.size(); i++) {
      checkName(actions.get(i).attribute());
      if (actions.get(i) instanceof Action.Set set) {
        checkOperand(update.key(), set.operand());
      }
    }
  }

  /// A text written into a sum is seen before the condition is; one that stands in the item, only
  /// after it.
  private static void checkOperand(Key key, Action.Operand operand) {
    boolean text =
        switch (operand) {
          case Action.Sum sum -> isText(sum.left()) || isText(sum.right());
          case Action.Difference less -> isText(less.left()) || isText(less.right());
          case Action.Term term -> false;
        };
    if (text) {
      throw new InvalidWrite(operand + " in an update of " + key + " counts with a text");
    }
  }

  private static boolean isText(Action.Term term) {
    return term instanceof Action.Literal literal && literal.value() instanceof Text;
  }

  /// Whether each attribute is named by one action only. An update that happens finds out by
  /// itself, at no cost; one that is refused has to ask.
  static void checkTargets(Write write) {
    if (write instanceof Write.Update update) {
      var named = new HashSet<String>();
      for (Action action : update.actions()) {
        if (!named.add(action.attribute())) {
          throw namedTwice(action.attribute(), update);
        }
      }
    }
  }

  static InvalidWrite namedTwice(String attribute, Write.Update update) {
    return new InvalidWrite("two actions on attribute " + attribute + " of " + update.key());
  }

  private static void checkItem(Key key, Item item) {
    for (int i = 0; i < item.size(); i++) {
      checkName(item.name(i));
    }
    Sizes.check(key, item);
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.equals("pk") || name.equals("sk")) {
      throw new InvalidWrite("'" + name + "' cannot be the name of an attribute");
    }
  }
}
