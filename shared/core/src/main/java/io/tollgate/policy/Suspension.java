package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.key.VirtualKey;
import io.tollgate.policy.Objection.Ground;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The kill switch: `suspended: true` on the organisation, a member, an agent or a department, or
/// on a virtual key. Nothing of theirs is let through.
public record Suspension(String id, Target of) implements Policy {
  private static final String KIND = "suspended";

  @Override
  public String kind() {
    return KIND;
  }

  private static Suspension of(Scope scope) {
    return new Suspension(KIND + ":" + scope, new Target.One(scope));
  }

  /// Those of a file.
  static List<Suspension> of(boolean organisation, Directory directory) {
    List<Suspension> all = new ArrayList<>();
    if (organisation) {
      all.add(of(Scope.WORKSPACE));
    }
    directory
        .departments()
        .forEach((id, one) -> add(all, one.suspended(), ScopeKind.DEPARTMENT, id));
    directory.members().forEach((id, one) -> add(all, one.suspended(), ScopeKind.MEMBER, id));
    directory.agents().forEach((id, one) -> add(all, one.suspended(), ScopeKind.AGENT, id));
    return all;
  }

  private static void add(List<Suspension> all, boolean suspended, ScopeKind kind, String id) {
    if (suspended) {
      all.add(of(new Scope(kind, id)));
    }
  }

  /// What a suspended key is told.
  public static Objection objection(VirtualKey key) {
    return objection(
        KIND + ":key/" + key.name(),
        new Scope(ScopeKind.KEY, key.id()),
        "The key '" + key.name() + "'");
  }

  Objection objection(Scope scope) {
    boolean all = scope.kind() == ScopeKind.WORKSPACE;
    return objection(
        id,
        scope,
        all ? "The workspace" : "The " + scope.kind().word() + " '" + scope.name() + "'");
  }

  private static Objection objection(String id, Scope scope, String whose) {
    return new Objection(
        Ground.SUSPENDED,
        id,
        scope,
        whose + " is suspended; nothing is let through until an administrator lifts that.",
        "",
        Map.of());
  }
}
