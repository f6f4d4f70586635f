package io.tollgate.attribution;

/// One of the four axes along which spend is attributed before a request is forwarded.
///
/// The storage codes are frozen: they stand in keys of the store.
public enum Dimension {
  MEMBER(ScopeKind.MEMBER),
  AGENT(ScopeKind.AGENT),
  DEPARTMENT(ScopeKind.DEPARTMENT),
  FEATURE(ScopeKind.FEATURE);

  /// What a dimension says when nobody said anything: a value like any other, never a hole.
  public static final String UNALLOCATED = "unallocated";

  private final ScopeKind scope;

  Dimension(ScopeKind scope) {
    this.scope = scope;
  }

  public ScopeKind scope() {
    return scope;
  }

  /// The name in JSON, headers and configuration: `member`.
  public String word() {
    return scope.word();
  }
}
