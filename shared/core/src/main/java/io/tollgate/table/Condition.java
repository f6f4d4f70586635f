package io.tollgate.table;

import java.util.List;

/// What must hold for a write to happen: the part of DynamoDB's condition language that we use.
///
/// There is no arithmetic in it, as there is none in the store; callers do the sums. A comparison
/// with a missing attribute, or with one of the other type, is false (`NE`: true), as in DynamoDB.
public sealed interface Condition {
  Condition ALWAYS = new All(List.of());

  /// True for an empty list.
  record All(List<Condition> of) implements Condition {
    public All {
      of = List.copyOf(of);
    }
  }

  /// @param of at least one
  record Any(List<Condition> of) implements Condition {
    public Any {
      of = List.copyOf(of);
      if (of.isEmpty()) {
        throw new IllegalArgumentException("Any of nothing");
      }
    }
  }

  /// There is no item at the key (`attribute_not_exists(pk)`).
  record NoItem() implements Condition {}

  /// There is an item at the key (`attribute_exists(pk)`).
  record AnItem() implements Condition {}

  record Has(String attribute) implements Condition {}

  record Lacks(String attribute) implements Condition {}

  record Compare(String attribute, Comparison comparison, Value value) implements Condition {}

  /// Both bounds are included.
  record Between(String attribute, Value low, Value high) implements Condition {}

  enum Comparison {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  static Condition all(Condition... of) {
    return new All(List.of(of));
  }

  static Condition any(Condition... of) {
    return new Any(List.of(of));
  }

  static Condition is(String attribute, Value value) {
    return new Compare(attribute, Comparison.EQ, value);
  }

  static Condition is(String attribute, String text) {
    return is(attribute, new Text(text));
  }

  static Condition not(String attribute, Value value) {
    return new Compare(attribute, Comparison.NE, value);
  }

  static Condition atMost(String attribute, Value value) {
    return new Compare(attribute, Comparison.LE, value);
  }

  static Condition atLeast(String attribute, Value value) {
    return new Compare(attribute, Comparison.GE, value);
  }

  static Condition below(String attribute, Value value) {
    return new Compare(attribute, Comparison.LT, value);
  }

  static Condition above(String attribute, Value value) {
    return new Compare(attribute, Comparison.GT, value);
  }
}
