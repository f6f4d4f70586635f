package io.tollgate.aws.dynamodb;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.InvalidWrite;
import io.tollgate.table.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.util.DefaultSdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Renders conditions and actions in DynamoDB's language, for one request: every name and value
/// becomes a placeholder (names have dots, and the store would read those as paths), each only
/// once.
///
/// The store refuses what is not needed: unused values, doubled brackets, an empty expression.
/// Hence what is always true is left out before anything is rendered.
final class Expressions {
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private final Map<Value, String> placeholders = new HashMap<>();

  /// Nothing for what is always true.
  Optional<String> condition(Condition condition) {
    return always(condition) ? Optional.empty() : Optional.of(render(condition));
  }

  /// @throws InvalidWrite if there is nothing to do: a single update without actions would make an
  ///   item, one in a transaction would be refused
  String update(List<Action> actions) {
    if (actions.isEmpty()) {
      throw new InvalidWrite("An update without actions; to make an empty item, put one.");
    }
    String sets = clause("SET ", actions.stream().filter(Action.Set.class::isInstance).toList());
    String removes =
        clause("REMOVE ", actions.stream().filter(Action.Remove.class::isInstance).toList());
    return (sets + removes).strip();
  }

  /// What the placeholders of names stand for; absent, not empty, for the SDK where there are none.
  Map<String, String> names() {
    if (names.isEmpty()) {
      return DefaultSdkAutoConstructMap.getInstance();
    }
    return names.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  /// What the placeholders of values stand for; absent, not empty, for the SDK where there are
  /// none.
  Map<String, AttributeValue> values() {
    return values.isEmpty() ? DefaultSdkAutoConstructMap.getInstance() : values;
  }

  String name(String attribute) {
    return names.computeIfAbsent(
        attribute, _ -> "#" + Integer.toString(names.size(), Character.MAX_RADIX));
  }

  String value(Value value) {
    return placeholders.computeIfAbsent(value, this::newPlaceholder);
  }

  private String newPlaceholder(Value value) {
    String placeholder = ":" + Integer.toString(values.size(), Character.MAX_RADIX);
    values.put(placeholder, Attributes.of(value));
    return placeholder;
  }

  private static boolean always(Condition condition) {
    return switch (condition) {
      case Condition.All(var parts) -> parts.stream().allMatch(Expressions::always);
      case Condition.Any(var parts) -> parts.stream().anyMatch(Expressions::always);
      case Condition.NoItem _, Condition.AnItem _, Condition.Has _, Condition.Lacks _ -> false;
      case Condition.Compare _, Condition.Between _ -> false;
    };
  }

  private String render(Condition condition) {
    return switch (condition) {
      case Condition.All(var parts) -> join(parts, " AND ");
      case Condition.Any(var parts) -> join(parts, " OR ");
      case Condition.NoItem() -> "attribute_not_exists(" + name(Attributes.PK) + ")";
      case Condition.AnItem() -> "attribute_exists(" + name(Attributes.PK) + ")";
      case Condition.Has(var attribute) -> "attribute_exists(" + name(attribute) + ")";
      case Condition.Lacks(var attribute) -> "attribute_not_exists(" + name(attribute) + ")";
      case Condition.Compare(var attribute, var comparison, var value) ->
          name(attribute) + " " + comparison.sign() + " " + value(value);
      case Condition.Between(var attribute, var low, var high) ->
          name(attribute) + " BETWEEN " + value(low) + " AND " + value(high);
    };
  }

  private String join(List<Condition> parts, String operator) {
    var needed = parts.stream().filter(part -> !always(part)).toList();
    return needed.size() == 1
        ? render(needed.getFirst())
        : needed.stream().map(this::bracketed).collect(Collectors.joining(operator));
  }

  private String bracketed(Condition part) {
    return isJoined(part) ? "(" + render(part) + ")" : render(part);
  }

  private static boolean isJoined(Condition condition) {
    return switch (condition) {
      case Condition.All(var parts) -> isJoined(parts);
      case Condition.Any(var parts) -> isJoined(parts);
      case Condition.NoItem _, Condition.AnItem _, Condition.Has _, Condition.Lacks _ -> false;
      case Condition.Compare _, Condition.Between _ -> false;
    };
  }

  private static boolean isJoined(List<Condition> parts) {
    var needed = parts.stream().filter(part -> !always(part)).toList();
    return needed.size() > 1 || needed.stream().anyMatch(Expressions::isJoined);
  }

  private String clause(String keyword, List<Action> actions) {
    return actions.isEmpty()
        ? ""
        : actions.stream().map(this::render).collect(Collectors.joining(", ", keyword, " "));
  }

  private String render(Action action) {
    return switch (action) {
      case Action.Set(var attribute, var operand) -> name(attribute) + " = " + render(operand);
      case Action.Remove(var attribute) -> name(attribute);
    };
  }

  private String render(Action.Operand operand) {
    return switch (operand) {
      case Action.Literal(var value) -> value(value);
      case Action.Attribute(var attribute) -> name(attribute);
      case Action.AttributeOr(var attribute, var fallback) ->
          "if_not_exists(" + name(attribute) + ", " + value(fallback) + ")";
      case Action.Sum(var left, var right) -> render(left) + " + " + render(right);
      case Action.Difference(var left, var right) -> render(left) + " - " + render(right);
    };
  }
}
