package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What the policies of one version say of each owner, made once, so that a call costs hash
/// look-ups only.
///
/// A policy of one owner stands in the place of those of `each` that have the same kind.
///
/// @param <T> what is made of the policies that speak of one owner
final class Owners<T> {
  private final T none;
  private final Map<ScopeKind, T> each = new EnumMap<>(ScopeKind.class);
  private final Map<ScopeKind, Map<String, T>> own = new EnumMap<>(ScopeKind.class);

  /// @param made of an owner's policies; `none` where nothing is said
  Owners(List<Policy> all, T none, Function<List<Policy>, T> made) {
    this.none = none;
    Map<ScopeKind, Map<String, List<Policy>>> owners = new EnumMap<>(ScopeKind.class);
    Map<ScopeKind, List<Policy>> everyones = new EnumMap<>(ScopeKind.class);
    for (Policy policy : all) {
      switch (policy.of()) {
        case Target.Each(ScopeKind kind) ->
            everyones.computeIfAbsent(kind, any -> new ArrayList<>()).add(policy);
        case Target.One(Scope scope) ->
            owners
                .computeIfAbsent(scope.kind(), any -> new HashMap<>())
                .computeIfAbsent(scope.name(), any -> new ArrayList<>())
                .add(policy);
      }
    }
    for (ScopeKind kind : ScopeKind.values()) {
      List<Policy> everyone = everyones.getOrDefault(kind, List.of());
      Map<String, T> theirs = new HashMap<>();
      owners
          .getOrDefault(kind, Map.of())
          .forEach((name, some) -> theirs.put(name, made.apply(replacing(everyone, some))));
      each.put(kind, made.apply(everyone));
      own.put(kind, theirs);
    }
  }

  private static List<Policy> replacing(List<Policy> everyones, List<Policy> own) {
    Set<String> kinds = new HashSet<>();
    own.forEach(policy -> kinds.add(policy.kind()));
    List<Policy> all = new ArrayList<>(own);
    everyones.stream().filter(policy -> !kinds.contains(policy.kind())).forEach(all::add);
    return all;
  }

  /// @param keyName of a virtual key, by which policies may call it as well as by its id
  T of(ScopeKind kind, String name, String keyName) {
    Map<String, T> owners = own.getOrDefault(kind, Map.of());
    T theirs = owners.get(name);
    if (theirs == null && kind == ScopeKind.KEY) {
      theirs = owners.get(keyName);
    }
    return theirs != null ? theirs : each.getOrDefault(kind, none);
  }

  /// The kinds of which anything is said.
  Set<ScopeKind> spokenOf() {
    Set<ScopeKind> spoken = EnumSet.noneOf(ScopeKind.class);
    for (ScopeKind kind : ScopeKind.values()) {
      if (!each.getOrDefault(kind, none).equals(none)
          || own.getOrDefault(kind, Map.of()).values().stream().anyMatch(it -> !it.equals(none))) {
        spoken.add(kind);
      }
    }
    return spoken;
  }
}
