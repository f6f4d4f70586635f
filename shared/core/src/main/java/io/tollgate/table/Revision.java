package io.tollgate.table;

import java.util.BitSet;
import java.util.List;

/// An item while an update changes it. Every right-hand side reads the old one.
///
/// Updates name attributes mostly in the order in which the item has them, because they were made
/// by updates like this one: each search starts behind the last find, and most are over at once.
final class Revision {
  /// More attributes than most items have.
  private static final int USUAL = 64;

  private final Write.Update update;
  private final Item old;
  private final Item.Builder next;
  private final BitSet named = new BitSet(USUAL);
  private int found = -1;

  private Revision(Write.Update update, Item old) {
    this.update = update;
    this.old = old;
    next = old.edit();
  }

  /// @throws InvalidWrite if a right-hand side cannot be computed or two actions name one attribute
  static Item of(Write.Update update, Item old) {
    return new Revision(update, old).item();
  }

  private Item item() {
    List<Action> actions = update.actions();
    boolean removes = false;
    for (int i = 0; i < actions.size(); i++) {
      switch (actions.get(i)) {
        case Action.Set set -> set(set);
        case Action.Remove remove -> removes = true;
      }
    }
    // After all sets: a removal moves attributes, and the places would no longer be those of the
    // old item.
    if (removes) {
      Limits.checkTargets(update);
      actions.forEach(this::removeIfSo);
    }
    return next.build();
  }

  private void removeIfSo(Action action) {
    if (action instanceof Action.Remove(String attribute)) {
      next.remove(attribute);
    }
  }

  private void set(Action.Set set) {
    String name = set.attribute();
    int place = next.indexOf(name, found + 1);
    found = place;
    if (named.get(place)) {
      throw Limits.namedTwice(name, update);
    }
    named.set(place);
    next.set(place, operand(set));
  }

  private Value operand(Action.Set set) {
    return switch (set.operand()) {
      case Action.Term term -> term(term, set);
      case Action.Sum sum -> sum(number(sum.left(), set), number(sum.right(), set), set);
      case Action.Difference difference ->
          sum(number(difference.left(), set), number(difference.right(), set).negated(), set);
    };
  }

  private Num sum(Num left, Num right, Action.Set set) {
    try {
      return left.plus(right);
    } catch (IllegalArgumentException tooLong) {
      throw invalid(set, String.valueOf(tooLong.getMessage()));
    }
  }

  private Num number(Action.Term term, Action.Set set) {
    return switch (term(term, set)) {
      case Num number -> number;
      case Text text -> throw invalid(set, "the text '" + text.text() + "' is no number");
    };
  }

  private Value term(Action.Term term, Action.Set set) {
    return switch (term) {
      case Action.Literal literal -> literal.value();
      case Action.AttributeOr or -> {
        int place = old.indexOf(or.name(), found);
        yield place < 0 ? or.fallback() : old.value(place);
      }
      case Action.Attribute attribute -> {
        int place = old.indexOf(attribute.name(), found);
        if (place < 0) {
          throw invalid(set, "the item has no attribute " + attribute.name() + " to read");
        }
        yield old.value(place);
      }
    };
  }

  private InvalidWrite invalid(Action.Set set, String why) {
    return new InvalidWrite("cannot set " + set.attribute() + " at " + update.key() + ": " + why);
  }
}
