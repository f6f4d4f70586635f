package io.tollgate.admin;

import io.tollgate.aws.run.Environment;
import io.tollgate.aws.run.Settings;
import java.util.Map;
import java.util.Set;

/// What the admin function reads from its environment.
///
/// @param common what every function reads
/// @param secret `TOLLGATE_ADMIN_SECRET`, the name or ARN of the secret with the 40 letters and
///   digits of the admin key; has no default
record AdminSettings(Settings common, String secret) {
  private static final String SECRET = "TOLLGATE_ADMIN_SECRET";

  /// @throws IllegalArgumentException if a name is unknown or missing, or its value is wrong
  static AdminSettings of(Map<String, String> variables) {
    var environment = Environment.of(variables, Set.of(SECRET));
    return new AdminSettings(
        Settings.of(environment), environment.required(SECRET, "the secret of the admin key"));
  }
}
