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
  /// @throws InvalidWrite if a right-hand side cannot be computed
  public static Place after(Write write, Place before) {
    return switch (write) {
      case Write.Put put -> Place.of(put.item());
      case Write.Delete delete -> Place.FREE;
      case Write.Update update -> Place.of(Revision.of(update, before.item()));
    };
  }
}
