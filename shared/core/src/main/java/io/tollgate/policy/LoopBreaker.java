package io.tollgate.policy;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.ledger.LoopLimit;
import io.tollgate.ledger.Mode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often the same call, or the same tool call, may be made before whoever makes it is taken for
/// a runaway.
///
/// @param most so many at once
/// @param within one more each time that the `most`th part of it has passed
public record LoopBreaker(String id, Target of, long most, Duration within, Mode mode)
    implements Policy {
  public static final String KIND = "loop_breaker";

  /// Whoever repeats itself is one caller. The accounts of many would forget a loop among others'
  /// calls, and stop those who ask the same by chance.
  private static final Set<ScopeKind> SCOPES =
      EnumSet.of(ScopeKind.SESSION, ScopeKind.AGENT, ScopeKind.KEY);

  private static final Pattern SENTENCE =
      Pattern.compile("(\\d{1,9})\\s+identical\\s+in\\s+(\\d{1,9})\\s*(s|min|h)");

  private record Loop(long most, Duration within) {}

  static final Form FORM =
      new Form(
          List.of(KIND),
          Vocabulary.of(KIND, "of", "action", "mode", "id"),
          SCOPES,
          LoopBreaker::read);

  @Override
  public String kind() {
    return KIND;
  }

  LoopLimit limit() {
    return new LoopLimit(most, within, id, mode);
  }

  private static Optional<Draft> read(Section section) {
    Optional<Loop> loop = section.read(KIND, LoopBreaker::loop);
    Optional<Mode> mode = mode(section);
    return loop.isEmpty() || mode.isEmpty()
        ? Optional.empty()
        : Draft.of(
            KIND,
            (id, of) ->
                new LoopBreaker(id, of, loop.get().most(), loop.get().within(), mode.get()));
  }

  private static Loop loop(String text) {
    Matcher matcher = SENTENCE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not like `5 identical in 60s`; times are in s, min or h");
    }
    long most = Long.parseLong(matcher.group(1));
    if (most < LoopLimit.FEWEST || most > LoopLimit.MOST) {
      throw new IllegalArgumentException(
          most + " is not from " + LoopLimit.FEWEST + " to " + LoopLimit.MOST);
    }
    Duration within = time(Long.parseLong(matcher.group(2)), matcher.group(3));
    if (within.compareTo(LoopLimit.SHORTEST) < 0 || within.compareTo(LoopLimit.LONGEST) > 0) {
      throw new IllegalArgumentException(
          matcher.group(2) + matcher.group(3) + " is not from 1s to 24h");
    }
    return new Loop(most, within);
  }

  private static Duration time(long number, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /// `action` is this policy's own word for two of the modes.
  private static Optional<Mode> mode(Section section) {
    Optional<Mode> mode = Modes.read(section);
    if (!section.has("action")) {
      return mode;
    }
    Optional<Mode> meant = section.read("action", LoopBreaker::action);
    if (section.has("mode") && mode.isPresent() && meant.isPresent() && !mode.equals(meant)) {
      section.wrong(
          "action",
          "`action` says "
              + meant.get().word()
              + " and `mode` says "
              + mode.get().word()
              + "; leave one of the two out");
    }
    return mode.isEmpty() ? mode : meant;
  }

  private static Mode action(String word) {
    return switch (word) {
      case "stop" -> Mode.HARD;
      case "warn" -> Mode.SOFT;
      default -> throw new IllegalArgumentException("'" + word + "' is neither `stop` nor `warn`");
    };
  }
}
