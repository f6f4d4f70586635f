package io.tollgate.attribution;

/// Whose account it is: `member/ada`, `agent/support-bot`, or the one `workspace`.
///
/// @param kind what is limited
/// @param name whose; `*` for the workspace, which has no other. A key's name here is its id, never
///   its secret.
public record Scope(ScopeKind kind, String name) {
  public static final Scope WORKSPACE = new Scope(ScopeKind.WORKSPACE, "*");

  /// As people and policies write it.
  @Override
  public String toString() {
    return kind == ScopeKind.WORKSPACE ? kind.word() : kind.word() + "/" + name;
  }
}
