package io.tollgate.catalog;

import io.tollgate.catalog.ProviderSettings.ModelPrices;
import io.tollgate.pricing.Rate;
import io.tollgate.pricing.Tariff;
import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/// The rates that a team gave for one model, to stand on top of the price list's, meter by meter.
///
/// @param prices dollars per million tokens; dollars for one of anything else
record TeamPrices(Map<Meter, BigDecimal> prices) {
  static final TeamPrices NONE = new TeamPrices(Map.of());
  static final TeamPrices FREE =
      new TeamPrices(Map.of(Meter.INPUT, BigDecimal.ZERO, Meter.OUTPUT, BigDecimal.ZERO));

  static TeamPrices of(ModelPrices prices) {
    return new TeamPrices(prices.rates());
  }

  boolean isEmpty() {
    return prices.isEmpty();
  }

  Tariff on(Tariff tariff) {
    var rates = new EnumMap<Meter, Rate>(Meter.class);
    prices.forEach((meter, price) -> rates.put(meter, Rate.of(meter, price)));
    return tariff.with(rates);
  }

  /// A price version that changes whenever one of these prices does: `genai-prices-0.1.8+3f9a2c1b`.
  String version(String underneath) {
    if (isEmpty()) {
      return underneath;
    }
    var text = new StringBuilder();
    for (Meter meter : Meter.values()) {
      BigDecimal price = prices.get(meter);
      if (price != null) {
        text.append(meter.code())
            .append('=')
            .append(price.stripTrailingZeros().toPlainString())
            .append(';');
      }
    }
    return underneath + "+" + fingerprint(text.toString());
  }

  static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
