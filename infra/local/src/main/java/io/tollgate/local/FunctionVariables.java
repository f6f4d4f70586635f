package io.tollgate.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The environment of a deployed function; a test holds its names to `template.yaml`.
///
/// @param store where DynamoDB answers
/// @param services where SQS and Secrets Manager answer
record FunctionVariables(Options options, URI store, String services, String queueUrl) {
  static final String TABLE = "tollgate";

  /// As the template names it for a stack `tollgate`.
  static final String ADMIN_SECRET = "tollgate-admin-key";

  /// All that a function sees, but for what differs between its processes.
  Map<String, String> of(String function, Path script) {
    var all = new HashMap<>(ofTemplate(function, script));
    all.putAll(
        Map.of(
            "AWS_LAMBDA_FUNCTION_NAME", "tollgate-" + function,
            "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand",
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "LANG", "en_US.UTF-8",
            "TZ", ":UTC",
            "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")));
    all.put("AWS_ENDPOINT_URL_DYNAMODB", store.toString());
    all.put("AWS_ENDPOINT_URL_SQS", services);
    all.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", services);
    all.put("TOLLGATE_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return all;
  }

  /// What `template.yaml` sets.
  Map<String, String> ofTemplate(String function, Path script) {
    var variables = new HashMap<String, String>();
    variables.put("AWS_LAMBDA_EXEC_WRAPPER", script.toString());
    variables.put("TOLLGATE_JAVA_OPTIONS", Wiring.JAVA_OPTIONS);
    variables.put("TOLLGATE_LOG_LEVEL", "INFO");
    variables.put("TOLLGATE_TABLE", TABLE);
    variables.put("TOLLGATE_MAX_CALL", options.maxCall().toSeconds() + "s");
    variables.put("TOLLGATE_GRACE", options.grace().toSeconds() + "s");
    switch (function) {
      case "ProxyFunction" -> variables.put("TOLLGATE_QUEUE_URL", queueUrl);
      case "AdminFunction" -> variables.put("TOLLGATE_ADMIN_SECRET", ADMIN_SECRET);
      default -> {
        // The others have no name of their own.
      }
    }
    return variables;
  }
}
