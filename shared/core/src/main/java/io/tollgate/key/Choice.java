package io.tollgate.key;

import java.util.List;
import java.util.Optional;

/// Which value of a dimension the calls of a key may have.
public sealed interface Choice {
  /// What its headers say.
  record Any() implements Choice {}

  /// One of these, as its headers say.
  record OneOf(List<String> names) implements Choice {
    public OneOf {
      names = List.copyOf(names);
    }
  }

  /// This and no other, without any header.
  record Pinned(String name) implements Choice {}

  static Choice any() {
    return new Any();
  }

  default boolean allows(String name) {
    return switch (this) {
      case Any any -> true;
      case OneOf(List<String> names) -> names.contains(name);
      case Pinned(String pin) -> pin.equals(name);
    };
  }

  /// The value that needs no header.
  default Optional<String> pin() {
    return this instanceof Pinned(String name) ? Optional.of(name) : Optional.empty();
  }
}
