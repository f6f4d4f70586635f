package io.tollgate.bench;

import io.tollgate.local.Misuse;
import io.tollgate.local.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The options of one bench; both `--runs 3` and `--runs=3` will do.
///
/// @param json whether a program reads the answer
/// @param values of each option that takes one, the given ones over the usual ones
public record Arguments(boolean json, Map<String, String> values) {
  private static final String JSON = "--json";

  public Arguments {
    values = Map.copyOf(values);
  }

  /// What a bench understands.
  ///
  /// @param usual each option that takes a value, with its usual one
  /// @param flags each option that takes none
  public record Options(Map<String, String> usual, List<String> flags) {
    public Options {
      usual = Map.copyOf(usual);
      flags = List.copyOf(flags);
    }
  }

  /// @throws Misuse if an option is unknown or lacks its value
  public static Arguments read(List<String> args, Options options) {
    var values = new HashMap<>(options.usual());
    var flags = new ArrayList<>(options.flags());
    flags.add(JSON);
    boolean json = false;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      if (flags.contains(name)) {
        json |= name.equals(JSON);
        values.put(name, "");
      } else if (!options.usual().containsKey(name)) {
        var known = new ArrayList<>(options.usual().keySet());
        known.addAll(flags);
        throw new Misuse(
            "Unknown option %s. Did you mean %s? `./tollgate bench help` lists all."
                .formatted(name, Nearest.to(name, known)));
      } else if (equals >= 0) {
        values.put(name, arg.substring(equals + 1));
      } else if (i + 1 < args.size()) {
        values.put(name, args.get(++i));
      } else {
        throw new Misuse(name + " needs a value.");
      }
    }
    return new Arguments(json, values);
  }

  public boolean has(String flag) {
    return values.containsKey(flag);
  }

  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is no option of this bench");
    }
    return value;
  }

  /// @throws Misuse if the value is no whole number in that range
  public int whole(String name, int least, int most) {
    return whole(name, text(name), least, most);
  }

  private static int whole(String name, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Misuse(
        "%s %s is not a whole number from %d to %d.".formatted(name, text, least, most));
  }

  /// Several whole numbers, separated by commas.
  ///
  /// @throws Misuse if one of them is none in that range
  public List<Integer> wholes(String name, int least, int most) {
    return words(name).stream().map(word -> whole(name, word, least, most)).toList();
  }

  /// Options of a JVM, as they came: separated by blanks, and maybe none.
  public List<String> jvm(String name) {
    return Pattern.compile("\\s+").splitAsStream(text(name)).filter(it -> !it.isEmpty()).toList();
  }

  private List<String> words(String name) {
    return List.of(text(name).split(",", -1));
  }

  /// Several of the known words, separated by commas.
  ///
  /// @throws Misuse if one of them is unknown
  public List<String> words(String name, List<String> known) {
    for (String word : words(name)) {
      if (!known.contains(word)) {
        throw new Misuse(
            "%s %s is unknown. Did you mean %s?".formatted(name, word, Nearest.to(word, known)));
      }
    }
    return words(name);
  }
}
