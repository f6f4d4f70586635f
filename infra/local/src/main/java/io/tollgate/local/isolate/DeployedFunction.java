package io.tollgate.local.isolate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// One function as the template deploys it.
///
/// @param name such as `proxy`
/// @param handler the class of the function
/// @param variables what the template and Lambda set, without what differs between processes
/// @param timeout how long one run may take
/// @param most how many processes it may have at once
/// @param logs the directory of what its processes print
public record DeployedFunction(
    String name,
    String handler,
    Zip zip,
    Map<String, String> variables,
    Duration timeout,
    int most,
    Path logs) {
  public DeployedFunction {
    variables = Map.copyOf(variables);
  }
}
