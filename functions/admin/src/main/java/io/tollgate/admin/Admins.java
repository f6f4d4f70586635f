package io.tollgate.admin;

import io.tollgate.key.AdminKeys.Role;
import java.util.Optional;

/// Who may administer. Safe for concurrent calls.
@FunctionalInterface
public interface Admins {
  /// The role of whoever sends this bearer; empty for nobody.
  ///
  /// @throws Unknown if that cannot be said now
  Optional<Role> roleOf(String bearer);

  /// Nobody can say who administers.
  final class Unknown extends RuntimeException {
    public Unknown(String why) {
      super(why);
    }
  }
}
