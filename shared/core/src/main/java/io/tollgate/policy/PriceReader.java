package io.tollgate.policy;

import io.tollgate.catalog.ProviderSettings.ModelPrices;
import io.tollgate.json.Scalars;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the prices of one model: each meter by its rate-card name, and the model's size.
final class PriceReader {
  private static final Map<String, Meter> METERS = meters();
  private static final Vocabulary PRICES =
      Vocabulary.of(
          Stream.concat(METERS.keySet().stream(), Stream.of("context", "max_output"))
              .toArray(String[]::new));
  private static final long LARGEST_MODEL = 1_000_000_000;
  private static final BigDecimal DEAREST = BigDecimal.TEN.pow(9);

  private PriceReader() {}

  private static Map<String, Meter> meters() {
    Map<String, Meter> meters = new LinkedHashMap<>();
    Arrays.stream(Meter.values())
        .filter(meter -> meter != Meter.UNMETERED)
        .forEach(meter -> meters.put(meter.name().toLowerCase(Locale.ROOT), meter));
    // What people call a price per request.
    meters.put("per_call", Meter.REQUEST);
    return meters;
  }

  static ModelPrices read(Section section) {
    section.check(PRICES);
    Map<Meter, BigDecimal> rates = new EnumMap<>(Meter.class);
    METERS.forEach((word, meter) ->
        section
            .read(word, PriceReader::rate)
            .ifPresent(rate -> {
              if (rates.putIfAbsent(meter, rate) != null) {
                section.wrong(word, "`" + word + "` is priced twice");
              }
            }));
    return new ModelPrices(rates, size(section, "context"), size(section, "max_output"));
  }

  private static BigDecimal rate(String text) {
    BigDecimal rate = Scalars.decimal(text);
    if (rate.signum() < 0 || rate.compareTo(DEAREST) > 0) {
      throw new IllegalArgumentException(text + " is no price from 0 to 10^9 dollars");
    }
    if (rate.stripTrailingZeros().scale() > 12) {
      throw new IllegalArgumentException(text + " has more than 12 decimal places");
    }
    return rate;
  }

  private static Optional<Long> size(Section section, String field) {
    return section.whole(field, 1, LARGEST_MODEL).stream().boxed().findFirst();
  }
}
