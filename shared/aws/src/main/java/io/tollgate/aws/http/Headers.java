package io.tollgate.aws.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// HTTP headers: names without regard to case, values in the order they came. Immutable.
public final class Headers {
  public static final Headers NONE = new Headers(Map.of());

  private final Map<String, List<String>> values;

  private Headers(Map<String, List<String>> values) {
    this.values = values;
  }

  public static Headers of(Map<String, List<String>> values) {
    var builder = new Builder();
    values.forEach((name, all) -> all.forEach(value -> builder.add(name, value)));
    return builder.build();
  }

  public Optional<String> first(String name) {
    List<String> all = values.get(name.toLowerCase(Locale.ROOT));
    return all == null ? Optional.empty() : Optional.of(all.getFirst());
  }

  public List<String> all(String name) {
    return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /// By lower-case name; every list has at least one value.
  public Map<String, List<String>> asMap() {
    return Collections.unmodifiableMap(values);
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Not safe for use by several threads.
  public static final class Builder {
    private final TreeMap<String, List<String>> values = new TreeMap<>();

    public Builder add(String name, String value) {
      values.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>(1)).add(value);
      return this;
    }

    public Builder set(String name, String value) {
      values.remove(name.toLowerCase(Locale.ROOT));
      return add(name, value);
    }

    public Headers build() {
      var copy = new TreeMap<String, List<String>>();
      values.forEach((name, all) -> copy.put(name, List.copyOf(all)));
      return new Headers(copy);
    }
  }
}
