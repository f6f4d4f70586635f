package io.tollgate.policy;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;

/// A call as the policies see it that judge it by what it is.
///
/// @param provider who sells the model
/// @param model its name in the books, one for all its aliases and dated snapshots
/// @param called its name at the provider, as the caller wrote it
/// @param unknownField the first field of the request that the dialect does not have; empty if
///   there is none
public record Candidate(
    Attribution who, String provider, String model, String called, String unknownField) {

  /// Who a policy of that kind means here.
  ///
  /// @throws IllegalArgumentException of a session, if the call has none
  Scope scope(ScopeKind kind) {
    return scope(kind, who, provider, model);
  }

  /// @throws IllegalArgumentException of a session, if there is none
  static Scope scope(ScopeKind kind, Attribution who, String provider, String model) {
    String name = name(kind, who, provider, model);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the call has no " + kind.word());
    }
    return kind == ScopeKind.WORKSPACE ? Scope.WORKSPACE : new Scope(kind, name);
  }

  /// The owner's name; empty if the call has none of that kind.
  static String name(ScopeKind kind, Attribution who, String provider, String model) {
    return switch (kind) {
      case WORKSPACE -> Scope.WORKSPACE.name();
      case MEMBER -> who.member();
      case AGENT -> who.agent();
      case DEPARTMENT -> who.department();
      case FEATURE -> who.feature();
      case KEY -> who.key();
      case SESSION -> who.session().orElse("");
      case PROVIDER -> provider;
      // As callers and the list of models spell it: two providers' models of one name are two.
      case MODEL -> provider.isEmpty() ? "" : provider + "/" + model;
    };
  }
}
