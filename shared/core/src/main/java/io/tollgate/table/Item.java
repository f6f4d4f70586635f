package io.tollgate.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The attributes of an item without its key: immutable, small (accounts have about twenty), looked
/// up by name.
///
/// Two parallel arrays, because an update copies them and most names are the very same `String`
/// objects.
public final class Item {
  public static final Item EMPTY = new Item(new String[0], new Value[0]);

  private final String[] names;
  private final Value[] values;

  private Item(String[] names, Value[] values) {
    this.names = names;
    this.values = values;
  }

  public static Item of(Map<String, ? extends Value> attributes) {
    var builder = builder();
    attributes.forEach(builder::set);
    return builder.build();
  }

  /// @param names no two alike
  static Item of(List<String> names, List<Value> values) {
    return new Item(names.toArray(String[]::new), values.toArray(Value[]::new));
  }

  public static Builder builder() {
    return EMPTY.edit();
  }

  public Builder edit() {
    return new Builder(this);
  }

  public int size() {
    return names.length;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  public String name(int index) {
    return names[index];
  }

  public Value value(int index) {
    return values[index];
  }

  public boolean has(String name) {
    return find(name) != null;
  }

  public Optional<Value> get(String name) {
    return Optional.ofNullable(find(name));
  }

  /// The number of that name, 0 where there is none.
  ///
  /// @throws IllegalStateException if the attribute is a text
  public Num num(String name) {
    return switch (find(name)) {
      case null -> Num.ZERO;
      case Num num -> num;
      case Text text ->
          throw new IllegalStateException(
              "attribute " + name + " is the text '" + text.text() + "', not a number");
    };
  }

  /// The text of that name, empty where there is none or where it is a number.
  public Optional<String> text(String name) {
    return find(name) instanceof Text(String text) ? Optional.of(text) : Optional.empty();
  }

  @Nullable Value find(String name) {
    int index = indexOf(names, names.length, name);
    return index < 0 ? null : values[index];
  }

  private static int indexOf(String[] names, int size, String name) {
    for (int i = 0; i < size; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  public Map<String, Value> asMap() {
    var map = new TreeMap<String, Value>();
    for (int i = 0; i < names.length; i++) {
      map.put(names[i], values[i]);
    }
    return map;
  }

  public List<String> names() {
    return List.of(names);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Item item && asMap().equals(item.asMap());
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  @Override
  public String toString() {
    var joiner = new StringJoiner(", ", "{", "}");
    asMap().forEach((name, value) -> joiner.add(name + "=" + value));
    return joiner.toString();
  }

  /// Collects changes to a copy. Not safe for use by several threads.
  public static final class Builder {
    private String[] names;
    private Value[] values;
    private int size;

    private Builder(Item base) {
      size = base.names.length;
      // Reserves and settlements add at most a handful of attributes to an account.
      names = Arrays.copyOf(base.names, size + 8);
      values = Arrays.copyOf(base.values, size + 8);
    }

    public Builder set(String name, Value value) {
      int index = indexOf(names, size, name);
      if (index < 0) {
        if (size == names.length) {
          names = Arrays.copyOf(names, size * 2);
          values = Arrays.copyOf(values, size * 2);
        }
        index = size++;
        names[index] = name;
      }
      values[index] = value;
      return this;
    }

    public Builder set(String name, String text) {
      return set(name, new Text(text));
    }

    public Builder set(String name, long number) {
      return set(name, Num.of(number));
    }

    public Builder remove(String name) {
      int index = indexOf(names, size, name);
      if (index >= 0) {
        size--;
        names[index] = names[size];
        values[index] = values[size];
      }
      return this;
    }

    public Item build() {
      return new Item(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }
  }

  /// Names that start with a prefix, such as the buckets of an account.
  public List<String> namesStartingWith(String prefix) {
    var found = new ArrayList<String>();
    for (String name : names) {
      if (name.startsWith(prefix)) {
        found.add(name);
      }
    }
    return found;
  }
}
