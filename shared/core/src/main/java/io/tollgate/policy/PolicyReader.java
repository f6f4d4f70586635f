package io.tollgate.policy;

import io.tollgate.attribution.Names;
import io.tollgate.json.Scalars;
import io.tollgate.json.Section;
import io.tollgate.json.Spelling;
import io.tollgate.json.Vocabulary;
import io.tollgate.ledger.Pace;
import io.tollgate.ledger.Period;
import io.tollgate.money.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the list of policies, and holds them to each other. Of one file; not to be used twice.
final class PolicyReader {
  private static final Vocabulary BUDGET =
      Vocabulary.of("budget", "of", "limit_usd", "id")
          .only("mode", "hard")
          .only("thresholds", "[50, 75, 90, 100]")
          .only("throttle_from", "never")
          .only("clamp", "false")
          .only("unpriced", "deny")
          .only("unavailable", "closed")
          .later("degrade");
  private static final Vocabulary RATE =
      Vocabulary.of("rate", "tokens", "burst", "of", "id")
          .only("mode", "hard")
          .only("unavailable", "closed");
  private static final Vocabulary CONCURRENCY =
      Vocabulary.of("concurrency", "of", "id").only("mode", "hard");

  /// The kinds that are documented and not acted on yet, by the field that makes them.
  private static final List<String> LATER =
      List.of(
          "models",
          "deny_models",
          "providers",
          "schedule",
          "max_output_tokens",
          "default_output_tokens",
          "require",
          "loop_breaker");

  private static final List<String> NOW = List.of("budget", "rate", "tokens", "concurrency");

  private static final Pattern PACE = Pattern.compile("(\\d{1,18})\\s*/\\s*(s|min|h)");
  private static final long MOST_CALLS = 1_000_000_000;
  private static final long LARGEST_BURST = 1_000_000_000_000L;
  private static final BigDecimal LARGEST_LIMIT = BigDecimal.TEN.pow(12);

  private final Claims claims = new Claims();

  List<Policy> read(Section root) {
    List<Policy> policies = new ArrayList<>();
    for (Section section : root.sections("policies")) {
      policy(section).filter(policy -> claims.take(policy, section)).ifPresent(policies::add);
    }
    return policies;
  }

  private Optional<? extends Policy> policy(Section section) {
    Optional<String> later = LATER.stream().filter(section::has).findFirst();
    List<String> kinds = NOW.stream().filter(section::has).toList();
    if (later.isPresent()) {
      section.wrong(later.get(), "`" + later.get() + "` is not supported yet by this version");
      return Optional.empty();
    }
    return switch (kinds) {
      case List<String> one when one.equals(List.of("budget")) -> budget(section.check(BUDGET));
      case List<String> one when one.equals(List.of("concurrency")) ->
          concurrency(section.check(CONCURRENCY));
      case List<String> some when !some.isEmpty() && List.of("rate", "tokens").containsAll(some) ->
          rate(section.check(RATE));
      case List<String> none when none.isEmpty() -> unknown(section);
      default -> {
        section.wrong("a policy is one thing, this one is " + String.join(" and ", kinds));
        yield Optional.empty();
      }
    };
  }

  private static Optional<Policy> unknown(Section section) {
    List<String> words = new ArrayList<>(NOW);
    words.addAll(LATER);
    Optional<String> meant =
        section.names().stream()
            .filter(name -> !BUDGET.now().contains(name) && !RATE.now().contains(name))
            .flatMap(name -> Spelling.nearest(name, words).stream())
            .findFirst();
    section.wrong("a policy has one of `budget`, `rate` and `concurrency`" + Spelling.hint(meant));
    return Optional.empty();
  }

  private static Optional<Policy.Budget> budget(Section section) {
    Optional<Period> period = section.read("budget", PolicyReader::period);
    Optional<Usd> limit = section.read("limit_usd", PolicyReader::limit);
    if (!section.has("limit_usd")) {
      section.wrong("a budget needs `limit_usd`");
    }
    Optional<Target> of = target(section);
    if (period.isEmpty() || limit.isEmpty() || of.isEmpty()) {
      return Optional.empty();
    }
    return id(section, period.get().word(), of.get())
        .map(id -> new Policy.Budget(id, of.get(), period.get(), limit.get()));
  }

  private static Optional<Policy.Concurrency> concurrency(Section section) {
    OptionalLong most = section.whole("concurrency", 0, MOST_CALLS);
    Optional<Target> of = target(section);
    if (most.isEmpty() || of.isEmpty()) {
      return Optional.empty();
    }
    return id(section, Policy.Concurrency.KIND, of.get())
        .map(id -> new Policy.Concurrency(id, of.get(), most.getAsLong()));
  }

  private static Optional<Policy.Rate> rate(Section section) {
    Optional<Target> of = target(section);
    OptionalLong burst = section.whole("burst", 1, LARGEST_BURST);
    if (section.has("burst") && !section.has("rate")) {
      section.wrong("burst", "`burst` counts requests, so it needs a `rate`");
    }
    Optional<String> id = of.flatMap(target -> id(section, Policy.Rate.KIND, target));
    List<Pace> paces = new ArrayList<>();
    String policy = id.orElse("");
    section
        .read("rate", text -> pace(Pace.Resource.REQUESTS, text, burst, policy))
        .ifPresent(paces::add);
    section
        .read("tokens", text -> pace(Pace.Resource.TOKENS, text, OptionalLong.empty(), policy))
        .ifPresent(paces::add);
    return paces.isEmpty() || of.isEmpty()
        ? Optional.empty()
        : id.map(name -> new Policy.Rate(name, of.get(), paces));
  }

  private static Pace pace(Pace.Resource resource, String text, OptionalLong burst, String policy) {
    Matcher matcher = PACE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is none of `n/s`, `n/min` and `n/h`");
    }
    long perUnit = Long.parseLong(matcher.group(1));
    return new Pace(resource, matcher.group(2).charAt(0), perUnit, burst.orElse(perUnit), policy);
  }

  private static Period period(String word) {
    List<String> words = Arrays.stream(Period.values()).map(Period::word).toList();
    return Period.ofWord(word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + word
                    + "' is none of "
                    + String.join(", ", words)
                    + Spelling.hint(Spelling.nearest(word, words))));
  }

  private static Usd limit(String text) {
    BigDecimal dollars = Scalars.decimal(text);
    if (dollars.signum() < 0) {
      throw new IllegalArgumentException(text + " is below 0; a limit of 0 lets nothing through");
    }
    if (dollars.compareTo(LARGEST_LIMIT) > 0) {
      throw new IllegalArgumentException(
          text + " is more than 10^12 dollars; leave the policy out for no limit");
    }
    return Usd.of(dollars);
  }

  private static Optional<Target> target(Section section) {
    if (!section.has("of")) {
      section.wrong("a policy needs `of`: `workspace`, `each <scope>` or `<scope>/<name>`");
    }
    return section.read("of", Target::parse);
  }

  private static Optional<String> id(Section section, String kind, Target of) {
    return section.has("id") ? section.read("id", Names::check) : Optional.of(kind + ":" + of);
  }
}
