package io.tollgate.aws.run;

import io.tollgate.json.Spelling;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The environment of a function, read by its `TOLLGATE_…` names. A name that the function does not
/// know is misspelt or meant for another function: it stops the start.
public final class Environment {
  private static final String OURS = "TOLLGATE_";

  /// What the script that starts a function reads.
  private static final Set<String> OF_THE_SCRIPT = Set.of("TOLLGATE_JAVA", "TOLLGATE_JAVA_OPTIONS");

  private final Map<String, String> variables;

  private Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /// @param own the names that this function reads beside those of every function
  /// @throws IllegalArgumentException if a name of ours is unknown; it names the nearest
  public static Environment of(Map<String, String> variables, Set<String> own) {
    var known = new TreeSet<String>(own);
    known.addAll(Settings.NAMES);
    known.addAll(OF_THE_SCRIPT);
    for (String name : new TreeSet<>(variables.keySet())) {
      if (name.startsWith(OURS) && !known.contains(name)) {
        throw new IllegalArgumentException(
            "the environment says %s, which this function does not know%s"
                .formatted(
                    name,
                    Spelling.nearest(name, known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("; it knows " + String.join(", ", known))));
      }
    }
    return new Environment(variables);
  }

  /// @param what it names, for the sentence that says that it is missing
  /// @throws IllegalArgumentException if it is not set
  public String required(String name, String what) {
    String value = or(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          name + " is not set; it names " + what + " and has no default");
    }
    return value;
  }

  String or(String name, String usual) {
    return variables.getOrDefault(name, usual);
  }

  Duration seconds(String name, String usual) {
    String text = or(name, usual);
    if (!text.matches("[0-9]{1,6}s")) {
      throw new IllegalArgumentException(
          name + "=" + text + " is no whole number of seconds such as " + usual);
    }
    return Duration.ofSeconds(Long.parseLong(text, 0, text.length() - 1, 10));
  }
}
