package io.tollgate.books;

import io.tollgate.attribution.ScopeKind;
import java.util.Arrays;
import java.util.Optional;

/// What spend can be summed by, alone or two at a time.
public enum Axis {
  MEMBER(ScopeKind.MEMBER),
  AGENT(ScopeKind.AGENT),
  DEPARTMENT(ScopeKind.DEPARTMENT),
  FEATURE(ScopeKind.FEATURE),
  MODEL(ScopeKind.MODEL),
  PROVIDER(ScopeKind.PROVIDER),
  KEY(ScopeKind.KEY);

  private final ScopeKind kind;

  Axis(ScopeKind kind) {
    this.kind = kind;
  }

  /// As requests and answers spell it: `member`.
  public String word() {
    return kind.word();
  }

  /// The attribute of a spend row that holds it.
  String attribute() {
    return String.valueOf(kind.code());
  }

  public static Optional<Axis> ofWord(String word) {
    return Arrays.stream(values()).filter(axis -> axis.word().equals(word)).findFirst();
  }
}
