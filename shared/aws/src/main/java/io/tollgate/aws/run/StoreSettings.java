package io.tollgate.aws.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What every function that speaks to the store reads from its environment.
///
/// @param table `TOLLGATE_TABLE`, the name of the table; has no default
/// @param longestCall `TOLLGATE_MAX_CALL`, the most that a call to a provider may take; `900s` by
///   default. All functions of a deployment must agree on it
/// @param grace `TOLLGATE_GRACE`, what is added to it until a bucket is closed; `120s` by default
public record StoreSettings(String table, Duration longestCall, Duration grace) {
  private static final String TABLE = "TOLLGATE_TABLE";
  private static final String LONGEST_CALL = "TOLLGATE_MAX_CALL";
  private static final String GRACE = "TOLLGATE_GRACE";

  /// @throws IllegalArgumentException if a name is missing or its value is wrong
  public static StoreSettings of(Map<String, String> environment) {
    String table =
        Optional.ofNullable(environment.get(TABLE))
            .filter(name -> !name.isBlank())
            .orElseThrow(() -> new IllegalArgumentException(TABLE + " names no table"));
    return new StoreSettings(
        table, seconds(environment, LONGEST_CALL, "900s"), seconds(environment, GRACE, "120s"));
  }

  private static Duration seconds(Map<String, String> environment, String name, String usual) {
    String text = environment.getOrDefault(name, usual);
    if (!text.matches("[0-9]{1,6}s")) {
      throw new IllegalArgumentException(
          name + "=" + text + " is no whole number of seconds such as " + usual);
    }
    return Duration.ofSeconds(Long.parseLong(text, 0, text.length() - 1, 10));
  }
}
