package io.tollgate.table;

/// What an attribute holds: an exact integer or a text. The store knows more types; we need no
/// others.
public sealed interface Value permits Num, Text {
  static Value of(long number) {
    return Num.of(number);
  }

  static Value of(String text) {
    return new Text(text);
  }
}
