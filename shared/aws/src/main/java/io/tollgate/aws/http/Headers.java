package io.tollgate.aws.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

  /// These, to be added to.
  public Builder edit() {
    var builder = new Builder();
    builder.values.putAll(values);
    return builder;
  }

  /// Not safe for use by several threads.
  public static final class Builder {
    private Map<String, List<String>> values = new LinkedHashMap<>();

    public Builder add(String name, String value) {
      values.merge(name.toLowerCase(Locale.ROOT), List.of(value), Builder::both);
      return this;
    }

    private static List<String> both(List<String> some, List<String> more) {
      var all = new ArrayList<String>(some);
      all.addAll(more);
      return List.copyOf(all);
    }

    public Builder set(String name, String value) {
      values.put(name.toLowerCase(Locale.ROOT), List.of(value));
      return this;
    }

    /// The builder is empty afterwards.
    public Headers build() {
      var built = new Headers(values);
      values = new LinkedHashMap<>();
      return built;
    }
  }
}
