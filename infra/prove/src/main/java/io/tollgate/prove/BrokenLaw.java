package io.tollgate.prove;

import java.util.Set;

/// Something that must never be true became true. An error, so that nothing under test catches it.
final class BrokenLaw extends Error {
  private static final long serialVersionUID = 1;

  private final transient Set<String> about;

  /// @param about the accounts and calls that the story should be told of
  BrokenLaw(String what, Set<String> about) {
    super(what);
    this.about = Set.copyOf(about);
  }

  Set<String> about() {
    return about;
  }
}
