package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds what a file may say and most likely does not mean.
final class Notices {
  /// What a caller may name by a header: an invented name has a fresh budget of its own.
  private static final Set<ScopeKind> INVENTED =
      Set.of(ScopeKind.AGENT, ScopeKind.SESSION, ScopeKind.FEATURE);

  private static final Set<Target> BACKSTOPS =
      Set.of(
          new Target.One(Scope.WORKSPACE),
          new Target.Each(ScopeKind.MEMBER),
          new Target.Each(ScopeKind.KEY));

  private Notices() {}

  static List<String> of(Policies policies, Directory directory) {
    List<String> notices = new ArrayList<>();
    boolean backed =
        policies.all().stream().anyMatch(p -> p instanceof Budget && BACKSTOPS.contains(p.of()));
    for (Policy policy : policies.all()) {
      if (!backed && policy instanceof Budget && isInvented(policy.of())) {
        notices.add(
            "'"
                + policy.id()
                + "' can be escaped by inventing a new "
                + policy.of().kind().word()
                + ": no budget of the workspace, each member or each key stands behind it");
      }
      if (policy.of() instanceof Target.One(Scope scope) && isStranger(scope, directory)) {
        notices.add("'" + policy.id() + "' speaks of " + scope + ", which the file does not name");
      }
    }
    return List.copyOf(notices);
  }

  private static boolean isInvented(Target of) {
    return of instanceof Target.Each(ScopeKind kind) && INVENTED.contains(kind);
  }

  private static boolean isStranger(Scope scope, Directory directory) {
    return switch (scope.kind()) {
      case MEMBER -> !directory.members().containsKey(scope.name());
      case DEPARTMENT -> !directory.departments().containsKey(scope.name());
      case WORKSPACE, AGENT, FEATURE, KEY, SESSION, PROVIDER, MODEL -> false;
    };
  }
}
