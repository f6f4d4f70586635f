package io.tollgate.policy;

import io.tollgate.catalog.ProviderSettings;
import io.tollgate.catalog.ProviderSettings.Flags;
import io.tollgate.catalog.ProviderSettings.ModelPrices;
import io.tollgate.catalog.ProviderSettings.Timeouts;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what the file says of its providers.
final class ProviderReader {
  private static final Vocabulary PROVIDER =
      Vocabulary.of(
              "base_url",
              "credential",
              "prices",
              "models",
              "honours_cap",
              "cancel_stops_billing",
              "bills_errors",
              "zero_price",
              "timeouts",
              "dialect")
          .only("dialect", "openai")
          .later("region");
  private static final Vocabulary TIMEOUTS =
      Vocabulary.of("connect", "first_byte", "idle", "total");
  private static final Vocabulary FLAGS =
      Vocabulary.of("honours_cap", "cancel_stops_billing", "bills_errors", "zero_price");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern CREDENTIAL =
      Pattern.compile("none|env:[A-Za-z_][A-Za-z0-9_]*|secret:[^#\\s]+(#[^#\\s]+)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m|min|h)");
  private static final Duration LONGEST = Duration.ofHours(1);

  private ProviderReader() {}

  static List<ProviderSettings> read(Section root) {
    List<ProviderSettings> providers = new ArrayList<>();
    Section section = root.section("providers");
    for (String id : section.names()) {
      if (!ID.matcher(id).matches()) {
        section.wrong(id, "a provider's id is letters, digits, `.`, `_` and `-`");
      }
      providers.add(provider(id, section.section(id).check(PROVIDER)));
    }
    return providers;
  }

  private static ProviderSettings provider(String id, Section section) {
    Map<String, ModelPrices> prices = new HashMap<>();
    Map<String, Flags> modelFlags = new HashMap<>();
    Section priced = section.section("prices");
    for (String model : priced.names()) {
      prices.put(model, PriceReader.read(priced.section(model)));
    }
    Section models = section.section("models");
    for (String model : models.names()) {
      modelFlags.put(model, flags(models.section(model).check(FLAGS)));
    }
    return new ProviderSettings(
        id,
        section.text("dialect"),
        section.read("base_url", ProviderReader::address),
        section.read("credential", ProviderReader::credential),
        prices,
        flags(section),
        modelFlags,
        timeouts(section.section("timeouts").check(TIMEOUTS)));
  }

  private static Flags flags(Section section) {
    return new Flags(
        section.flag("honours_cap"),
        section.flag("cancel_stops_billing"),
        section.flag("bills_errors"),
        section.read("zero_price", ProviderReader::isPriced));
  }

  private static Boolean isPriced(String word) {
    return switch (word) {
      case "priced" -> true;
      case "unpriced" -> false;
      default ->
          throw new IllegalArgumentException("'" + word + "' is neither `priced` nor `unpriced`");
    };
  }

  private static URI address(String text) {
    URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web || uri.getHost() == null) {
      throw new IllegalArgumentException("it is no http or https address");
    }
    if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("it may have no user, no query and no fragment");
    }
    return uri;
  }

  // The value is not repeated: whoever errs here has most likely written the secret itself.
  private static String credential(String text) {
    if (!CREDENTIAL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "it names where the key is, `secret:NAME[#field]`, `env:NAME` or `none`, and is never the"
              + " key itself");
    }
    return text;
  }

  private static Timeouts timeouts(Section section) {
    Timeouts usual = Timeouts.DEFAULT;
    Optional<Duration> total =
        section.isText("total", "max-call")
            ? Optional.empty()
            : section.read("total", ProviderReader::duration);
    return new Timeouts(
        section.read("connect", ProviderReader::duration).orElse(usual.connect()),
        section.read("first_byte", ProviderReader::duration).orElse(usual.firstByte()),
        section.read("idle", ProviderReader::duration).orElse(usual.idle()),
        total);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no time such as `500ms`, `3s` or `2m`");
    }
    long count = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofMinutes(count);
        };
    if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(text + " is not between 1ms and 1h");
    }
    return duration;
  }
}
