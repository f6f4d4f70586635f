package io.tollgate.policy;

import java.util.Optional;
import java.util.function.BiFunction;

/// A policy that was read, without its id and whom it is about, which every kind spells alike.
///
/// @param kind what its id begins with, unless the file gives one
record Draft(String kind, BiFunction<String, Target, Policy> policy) {
  static Optional<Draft> of(String kind, BiFunction<String, Target, Policy> policy) {
    return Optional.of(new Draft(kind, policy));
  }

  Policy named(String id, Target of) {
    return policy.apply(id, of);
  }
}
