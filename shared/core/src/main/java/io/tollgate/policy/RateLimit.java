package io.tollgate.policy;

import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many requests, tokens or both in a unit of time.
///
/// @param paces one for each of the two that it limits
public record RateLimit(String id, Target of, List<Pace> paces, Unavailable unavailable)
    implements Policy {
  public static final String KIND = "rate";

  private static final Pattern PACE = Pattern.compile("(\\d{1,18})\\s*/\\s*(s|min|h)");
  private static final long LARGEST_BURST = 1_000_000_000_000L;

  static final Form FORM =
      new Form(
          List.of("rate", "tokens"),
          Vocabulary.of("rate", "tokens", "burst", "of", "mode", "unavailable", "id"),
          RateLimit::read);

  public RateLimit {
    paces = List.copyOf(paces);
  }

  @Override
  public String kind() {
    return KIND;
  }

  private static Optional<Draft> read(Section section) {
    OptionalLong burst = section.whole("burst", 1, LARGEST_BURST);
    if (section.has("burst") && !section.has("rate")) {
      section.wrong("burst", "`burst` counts requests, so it needs a `rate`");
    }
    List<Pace> paces = new ArrayList<>();
    section.read("rate", text -> pace(Pace.Resource.REQUESTS, text, burst)).ifPresent(paces::add);
    section
        .read("tokens", text -> pace(Pace.Resource.TOKENS, text, OptionalLong.empty()))
        .ifPresent(paces::add);
    Optional<Mode> mode = Modes.read(section);
    Optional<Unavailable> unavailable = Unavailable.read(section);
    return paces.isEmpty() || mode.isEmpty() || unavailable.isEmpty()
        ? Optional.empty()
        : Draft.of(
            KIND,
            (id, of) -> new RateLimit(id, of, named(paces, id, mode.get()), unavailable.get()));
  }

  private static List<Pace> named(List<Pace> paces, String id, Mode mode) {
    return paces.stream()
        .map(pace -> new Pace(pace.resource(), pace.unit(), pace.perUnit(), pace.burst(), id, mode))
        .toList();
  }

  private static Pace pace(Pace.Resource resource, String text, OptionalLong burst) {
    Matcher matcher = PACE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is none of `n/s`, `n/min` and `n/h`");
    }
    long perUnit = Long.parseLong(matcher.group(1));
    return new Pace(resource, matcher.group(2).charAt(0), perUnit, burst.orElse(perUnit), "");
  }
}
