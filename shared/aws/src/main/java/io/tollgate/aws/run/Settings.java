package io.tollgate.aws.run;

import io.tollgate.aws.log.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/// What every function reads from its environment.
///
/// @param table `TOLLGATE_TABLE`, the name of the table; has no default
/// @param longestCall `TOLLGATE_MAX_CALL`, the most that a call to a provider may take; `900s` by
///   default. All functions of a deployment must agree on it
/// @param grace `TOLLGATE_GRACE`, what is added to it until a bucket is closed; `120s` by default
/// @param logLevel `TOLLGATE_LOG_LEVEL`, the least that is worth a line: `INFO`, `WARN` or `ERROR`;
///   `INFO` by default. Of a lesser line only its metrics are written
/// @param configuration the organisation's file, which travels in the zip: `tollgate.yaml` in
///   `LAMBDA_TASK_ROOT`
/// @param function what its platform calls the function, which is the dimension of its metrics:
///   Lambda sets `AWS_LAMBDA_FUNCTION_NAME`; `local` elsewhere
public record Settings(
    String table,
    Duration longestCall,
    Duration grace,
    Log.Level logLevel,
    Path configuration,
    String function) {
  private static final String TABLE = "TOLLGATE_TABLE";
  private static final String LONGEST_CALL = "TOLLGATE_MAX_CALL";
  private static final String GRACE = "TOLLGATE_GRACE";
  private static final String LOG_LEVEL = "TOLLGATE_LOG_LEVEL";
  private static final String ROOT = "LAMBDA_TASK_ROOT";
  private static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";

  static final Set<String> NAMES = Set.of(TABLE, LONGEST_CALL, GRACE, LOG_LEVEL);

  /// @throws IllegalArgumentException if a name is missing or its value is wrong
  public static Settings of(Environment environment) {
    return new Settings(
        environment.required(TABLE, "the table"),
        environment.seconds(LONGEST_CALL, "900s"),
        environment.seconds(GRACE, "120s"),
        level(environment.or(LOG_LEVEL, Log.Level.INFO.name())),
        Path.of(environment.or(ROOT, "."), "tollgate.yaml"),
        environment.or(FUNCTION, "local"));
  }

  private static Log.Level level(String text) {
    return Arrays.stream(Log.Level.values())
        .filter(level -> level.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                LOG_LEVEL + "=" + text + " is none of INFO, WARN and ERROR"));
  }
}
