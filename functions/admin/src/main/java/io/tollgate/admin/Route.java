package io.tollgate.admin;

import io.tollgate.key.AdminKeys.Role;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One thing that can be asked for.
///
/// @param method upper case
/// @param path may end in `/{id}`, or have `/{id+}/` in it
/// @param roles who may
/// @param largestBody in bytes
record Route(
    String method, String path, Set<Role> roles, int largestBody, Function<Ask, Answer> action) {
  /// Forms have a dozen fields.
  private static final int USUAL_BODY = 64 * 1024;

  private static final String OPEN = "{id}";

  /// Open for slashes too, which ids of policies have: `monthly:member/ada`. Paths come decoded, so
  /// an escaped slash is one.
  private static final String WIDE_OPEN = "{id+}";

  Route {
    roles = Set.copyOf(roles);
  }

  Route(String method, String path, Set<Role> roles, Function<Ask, Answer> action) {
    this(method, path, roles, USUAL_BODY, action);
  }

  /// What stands in the open part if the path is this route's (empty if it has none); empty
  /// Optional if it is not.
  Optional<String> match(String asked) {
    String open = path.contains(WIDE_OPEN) ? WIDE_OPEN : OPEN;
    int at = path.indexOf(open);
    if (at < 0) {
      return asked.equals(path) ? Optional.of("") : Optional.empty();
    }
    String before = path.substring(0, at);
    String after = path.substring(at + open.length());
    boolean matches =
        asked.length() > before.length() + after.length()
            && asked.startsWith(before)
            && asked.endsWith(after);
    return matches
        ? Optional.of(asked.substring(before.length(), asked.length() - after.length()))
            .filter(id -> open.equals(WIDE_OPEN) || id.indexOf('/') < 0)
        : Optional.empty();
  }
}
