package io.tollgate.key;

import java.util.List;

/// Which value of a dimension the calls of a key may have.
public sealed interface Choice {
  Choice ANY = new Any();

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
}
