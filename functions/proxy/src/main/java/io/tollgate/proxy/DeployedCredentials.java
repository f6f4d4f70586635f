package io.tollgate.proxy;

import io.tollgate.aws.secrets.Secrets;
import java.util.Map;
import java.util.Optional;

/// The providers' keys where a deployment keeps them: in Secrets Manager, or in the function's own
/// environment.
///
/// @param environment where `env:NAME` looks
record DeployedCredentials(Secrets secrets, Map<String, String> environment)
    implements Credentials {
  private static final String VARIABLE = "env:";

  DeployedCredentials {
    environment = Map.copyOf(environment);
  }

  @Override
  public Optional<String> find(String reference) {
    return reference.startsWith(VARIABLE)
        ? Optional.ofNullable(environment.get(reference.substring(VARIABLE.length())))
            .filter(value -> !value.isBlank())
        : secrets.find(reference);
  }

  /// Not the environment: keys may stand in it.
  @Override
  public String toString() {
    return "DeployedCredentials";
  }
}
