package io.tollgate.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields that a section may have.
///
/// @param now what is acted on
/// @param onlyDefault what is not acted on yet, with the one value that asks for nothing, such as
///   `mode` and `hard`
/// @param later what is documented and not acted on yet, so that any value of it is refused
public record Vocabulary(Set<String> now, Map<String, String> onlyDefault, Set<String> later) {
  public Vocabulary {
    now = Set.copyOf(now);
    onlyDefault = Map.copyOf(onlyDefault);
    later = Set.copyOf(later);
  }

  public static Vocabulary of(String... now) {
    return new Vocabulary(Set.of(now), Map.of(), Set.of());
  }

  /// The same and a field of which only its default is taken.
  public Vocabulary only(String field, String value) {
    var more = new HashMap<>(onlyDefault);
    more.put(field, value);
    return new Vocabulary(now, more, later);
  }

  /// The same and fields that are refused as not supported yet.
  public Vocabulary later(String... fields) {
    var more = new HashSet<>(later);
    more.addAll(List.of(fields));
    return new Vocabulary(now, onlyDefault, more);
  }

  boolean knows(String field) {
    return now.contains(field) || onlyDefault.containsKey(field) || later.contains(field);
  }

  /// What somebody who wrote an unknown field most likely meant.
  Optional<String> nearest(String field) {
    List<String> all = new ArrayList<>(now);
    all.addAll(onlyDefault.keySet());
    all.addAll(later);
    return Spelling.nearest(field, all);
  }
}
