package io.tollgate.table;

/// One clause of an update: the part of DynamoDB's update language that we use.
///
/// All right-hand sides read the item as it was before the update, so `SET u = u - r REMOVE r` is
/// right. An attribute may be the target of one action only. The types allow exactly one `+` or
/// `-`, as the store does.
public sealed interface Action {
  String attribute();

  record Set(String attribute, Operand operand) implements Action {}

  /// Removing what is not there is no error.
  record Remove(String attribute) implements Action {}

  /// A right-hand side.
  sealed interface Operand permits Term, Sum, Difference {}

  /// A right-hand side without arithmetic.
  sealed interface Term extends Operand permits Literal, Attribute, AttributeOr {}

  record Literal(Value value) implements Term {}

  /// @param name of an attribute; the write fails with {@link InvalidWrite} if the item lacks it
  record Attribute(String name) implements Term {}

  /// `if_not_exists(name, fallback)`.
  record AttributeOr(String name, Value fallback) implements Term {}

  record Sum(Term left, Term right) implements Operand {}

  record Difference(Term left, Term right) implements Operand {}

  static Action set(String attribute, Value value) {
    return new Set(attribute, new Literal(value));
  }

  static Action set(String attribute, String text) {
    return set(attribute, new Text(text));
  }

  /// `SET a = if_not_exists(a, :value)`.
  static Action setIfAbsent(String attribute, Value value) {
    return new Set(attribute, new AttributeOr(attribute, value));
  }

  /// `SET a = if_not_exists(a, 0) + :delta`; the delta may be negative.
  static Action add(String attribute, Num delta) {
    return new Set(attribute, new Sum(new AttributeOr(attribute, Num.ZERO), new Literal(delta)));
  }

  /// `SET a = a + :delta`, for an attribute that the condition proves to be there.
  static Action addToExisting(String attribute, Num delta) {
    return new Set(attribute, new Sum(new Attribute(attribute), new Literal(delta)));
  }
}
