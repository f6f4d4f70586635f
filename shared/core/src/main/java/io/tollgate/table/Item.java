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
    int index = indexOf(name, 0);
    return index < 0 ? null : values[index];
  }

  /// Where the name stands, negative if nowhere.
  ///
  /// @param start where to look first; any number from 0
  int indexOf(String name, int start) {
    return indexOf(names, names.length, name, start);
  }

  private static int indexOf(String[] names, int size, String name, int start) {
    for (int i = start; i < size; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    for (int i = Math.min(start, size) - 1; i >= 0; i--) {
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
    // Reserves and settlements add at most a handful of attributes to an account.
    private static final int ROOM = 8;

    // Shared with items until the first change: most updates leave the names alone and change
    // values only.
    private String[] names;
    private Value[] values;
    private int size;
    private boolean ownNames;
    private boolean ownValues;

    private Builder(Item base) {
      names = base.names;
      values = base.values;
      size = names.length;
    }

    public Builder set(String name, Value value) {
      set(indexOf(name, 0), value);
      return this;
    }

    public Builder set(String name, String text) {
      return set(name, new Text(text));
    }

    public Builder set(String name, long number) {
      return set(name, Num.of(number));
    }

    /// Where the name stands; makes a place for it where it has none, whose value must be set at
    /// once.
    ///
    /// @param start where to look first; any number from 0
    int indexOf(String name, int start) {
      int index = Item.indexOf(names, size, name, start);
      if (index >= 0) {
        return index;
      }
      own(size + 1);
      names[size] = name;
      return size++;
    }

    void set(int index, Value value) {
      if (!ownValues) {
        values = values.clone();
        ownValues = true;
      }
      values[index] = value;
    }

    public Builder remove(String name) {
      int index = Item.indexOf(names, size, name, 0);
      if (index >= 0) {
        own(size);
        size--;
        names[index] = names[size];
        values[index] = values[size];
      }
      return this;
    }

    private void own(int needed) {
      int room = needed <= names.length ? names.length : needed + Math.max(ROOM, needed / 2);
      if (!ownNames || room > names.length) {
        names = Arrays.copyOf(names, room);
      }
      if (!ownValues || room > values.length) {
        values = Arrays.copyOf(values, room);
      }
      ownNames = true;
      ownValues = true;
    }

    public Item build() {
      if (size < names.length) {
        return new Item(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
      }
      ownNames = false;
      ownValues = false;
      return new Item(names, values);
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
