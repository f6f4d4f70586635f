package io.tollgate.proxy;

import io.tollgate.aws.run.Environment;
import io.tollgate.aws.run.Settings;
import java.util.Map;
import java.util.Set;

/// What the proxy reads from its environment.
///
/// @param common what every function reads
/// @param queueUrl `TOLLGATE_QUEUE_URL`, the queue of usage events; has no default
record ProxySettings(Settings common, String queueUrl) {
  private static final String QUEUE_URL = "TOLLGATE_QUEUE_URL";

  /// @throws IllegalArgumentException if a name is unknown or missing, or its value is wrong
  static ProxySettings of(Map<String, String> variables) {
    var environment = Environment.of(variables, Set.of(QUEUE_URL));
    return new ProxySettings(
        Settings.of(environment), environment.required(QUEUE_URL, "the queue of usage events"));
  }
}
