package io.tollgate.admin;

import io.tollgate.aws.http.Percent;
import io.tollgate.json.Fault;
import io.tollgate.json.Faults;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The query of a request, read parameter by parameter. What is wrong is noted, and reading goes
/// on; whoever has read all asks for the {@link #faults}.
///
/// Not safe for use by several threads.
final class Parameters {
  static final int LONGEST = 2_000;

  private final Map<String, String> given = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Faults faults = new Faults();

  /// @param query raw, without `?`
  Parameters(String query) {
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (given.put(name, value) != null) {
          faults.note(0, name, "`" + name + "` is given twice");
        }
      }
    }
  }

  private static String decoded(String text) {
    return Percent.decode(text.replace('+', ' '));
  }

  /// The value of a parameter; empty if it is not given.
  Optional<String> text(String name) {
    known.add(name);
    return Optional.ofNullable(given.get(name));
  }

  /// The value as the reader understands it.
  ///
  /// @param reader throws IllegalArgumentException or DateTimeException with the reason if it does
  ///   not
  <T> Optional<T> read(String name, Function<String, T> reader) {
    try {
      return text(name).map(reader);
    } catch (IllegalArgumentException | DateTimeException e) {
      wrong(name, "`" + name + "`: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// How many a list shows at most.
  int limit(int usual, int most) {
    return read(
            "limit",
            text -> {
              int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
              if (limit < 1 || limit > most) {
                throw new IllegalArgumentException(
                    "'" + text + "' is no whole number from 1 to " + most);
              }
              return limit;
            })
        .orElse(usual);
  }

  void wrong(String name, String what) {
    faults.note(0, name, what);
  }

  /// All that is wrong; a parameter that nobody asked for is.
  List<Fault> faults() {
    var all = new ArrayList<>(faults.all());
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        String there = known.isEmpty() ? "none" : String.join(", ", sorted(known));
        all.add(new Fault(0, name, "`" + name + "` is no parameter here; there are: " + there));
      }
    }
    return all;
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
