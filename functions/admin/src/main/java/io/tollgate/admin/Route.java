package io.tollgate.admin;

import io.tollgate.key.AdminKeys.Role;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One thing that can be asked for.
///
/// @param method upper case
/// @param path may end in `/{id}`
/// @param roles who may
/// @param largestBody in bytes
record Route(
    String method, String path, Set<Role> roles, int largestBody, Function<Ask, Answer> action) {
  /// Forms have a dozen fields.
  private static final int USUAL_BODY = 64 * 1024;

  private static final String OPEN = "{id}";

  Route {
    roles = Set.copyOf(roles);
  }

  Route(String method, String path, Set<Role> roles, Function<Ask, Answer> action) {
    this(method, path, roles, USUAL_BODY, action);
  }

  /// What stands in the open part if the path is this route's (empty if it has none); empty
  /// Optional if it is not.
  Optional<String> match(String asked) {
    if (!path.endsWith(OPEN)) {
      return asked.equals(path) ? Optional.of("") : Optional.empty();
    }
    String fixed = path.substring(0, path.length() - OPEN.length());
    boolean matches =
        asked.startsWith(fixed)
            && asked.length() > fixed.length()
            && asked.indexOf('/', fixed.length()) < 0;
    return matches ? Optional.of(asked.substring(fixed.length())) : Optional.empty();
  }
}
