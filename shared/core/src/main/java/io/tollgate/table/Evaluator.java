package io.tollgate.table;

import io.tollgate.table.Condition.All;
import io.tollgate.table.Condition.AnItem;
import io.tollgate.table.Condition.Any;
import io.tollgate.table.Condition.Between;
import io.tollgate.table.Condition.Compare;
import io.tollgate.table.Condition.Comparison;
import io.tollgate.table.Condition.Has;
import io.tollgate.table.Condition.Lacks;
import io.tollgate.table.Condition.NoItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What DynamoDB would decide and compute, purely: whether a condition holds for what stands at a
/// key, and what stands there after a write. A differential test holds it to DynamoDB's own engine.
public final class Evaluator {
  private Evaluator() {}

  public static boolean holds(Condition condition, Place place) {
    return switch (condition) {
      case All all -> allHold(all.of(), place);
      case Any any -> anyHolds(any.of(), place);
      case NoItem none -> !place.taken();
      case AnItem some -> place.taken();
      case Has has -> place.item().has(has.attribute());
      case Lacks lacks -> !place.item().has(lacks.attribute());
      case Compare compare ->
          compares(place.item().find(compare.attribute()), compare.comparison(), compare.value());
      case Between between -> {
        Value value = place.item().find(between.attribute());
        yield compares(value, Comparison.GE, between.low())
            && compares(value, Comparison.LE, between.high());
      }
    };
  }

  private static boolean allHold(List<Condition> conditions, Place place) {
    for (int i = 0; i < conditions.size(); i++) {
      if (!holds(conditions.get(i), place)) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyHolds(List<Condition> conditions, Place place) {
    for (int i = 0; i < conditions.size(); i++) {
      if (holds(conditions.get(i), place)) {
        return true;
      }
    }
    return false;
  }

  private static boolean compares(@Nullable Value left, Comparison comparison, Value right) {
    int order;
    if (left instanceof Num number && right instanceof Num other) {
      order = number.compareTo(other);
    } else if (left instanceof Text text && right instanceof Text other) {
      order = Utf8.compare(text.text(), other.text());
    } else {
      return comparison == Comparison.NE;
    }
    return switch (comparison) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  /// What stands at the key after a write whose condition holds.
  ///
  /// @throws InvalidWrite if a right-hand side cannot be computed, or the item grows too large
  public static Place after(Write write, Place before) {
    return switch (write) {
      case Write.Put put -> Place.of(put.item());
      case Write.Delete delete -> Place.FREE;
      case Write.Update update -> Place.of(updated(update, before.item()));
    };
  }

  private static Item updated(Write.Update update, Item old) {
    Item.Builder builder = old.edit();
    List<Action> actions = update.actions();
    for (int i = 0; i < actions.size(); i++) {
      switch (actions.get(i)) {
        case Action.Remove remove -> builder.remove(remove.attribute());
        case Action.Set set -> builder.set(set.attribute(), operand(set, old, update.key()));
      }
    }
    Item item = builder.build();
    Limits.checkSize(update.key(), item);
    return item;
  }

  private static Value operand(Action.Set set, Item old, Key key) {
    return switch (set.operand()) {
      case Action.Term term -> term(term, old, set, key);
      case Action.Sum sum ->
          sum(number(sum.left(), old, set, key), number(sum.right(), old, set, key), set, key);
      case Action.Difference difference ->
          sum(
              number(difference.left(), old, set, key),
              number(difference.right(), old, set, key).negated(),
              set,
              key);
    };
  }

  private static Num sum(Num left, Num right, Action.Set set, Key key) {
    try {
      return left.plus(right);
    } catch (IllegalArgumentException tooLong) {
      throw new InvalidWrite(at(set, key) + tooLong.getMessage());
    }
  }

  private static Num number(Action.Term term, Item old, Action.Set set, Key key) {
    return switch (term(term, old, set, key)) {
      case Num number -> number;
      case Text text ->
          throw new InvalidWrite(at(set, key) + "the text '" + text.text() + "' is no number");
    };
  }

  private static Value term(Action.Term term, Item old, Action.Set set, Key key) {
    return switch (term) {
      case Action.Literal literal -> literal.value();
      case Action.AttributeOr or -> {
        Value value = old.find(or.name());
        yield value == null ? or.fallback() : value;
      }
      case Action.Attribute attribute -> {
        Value value = old.find(attribute.name());
        if (value == null) {
          throw new InvalidWrite(
              at(set, key) + "the item has no attribute " + attribute.name() + " to read");
        }
        yield value;
      }
    };
  }

  private static String at(Action.Set set, Key key) {
    return "cannot set " + set.attribute() + " at " + key + ": ";
  }
}
