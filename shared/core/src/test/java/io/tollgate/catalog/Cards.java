package io.tollgate.catalog;

import io.tollgate.pricing.RateCard;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rate cards of the shipped prices for tests, also of providers whose API is not spoken yet.
final class Cards {
  static final PriceBook BOOK = PriceBook.shipped();

  private Cards() {}

  static RateCard card(String provider, String model) {
    PriceRow row =
        BOOK.row(provider, model)
            .orElseThrow(() -> new AssertionError("no row for " + provider + "/" + model));
    return card(provider, row);
  }

  static List<RateCard> all() {
    return BOOK.providers().stream()
        .flatMap(provider -> BOOK.list(provider).rows().stream().map(row -> card(provider, row)))
        .toList();
  }

  private static RateCard card(String provider, PriceRow row) {
    ProviderFacts facts = BOOK.facts(provider).orElseThrow();
    return new RateCard(
        provider + "/" + row.id(), BOOK.version(), row.schedule(), facts.tiersOf(row.id()));
  }

  static ProviderSettings settings(String id, Map<String, ProviderSettings.ModelPrices> prices) {
    return new ProviderSettings(
        id,
        Optional.empty(),
        Optional.of(URI.create("https://" + id + ".example/v1")),
        Optional.empty(),
        prices,
        ProviderSettings.Flags.UNSAID,
        Map.of(),
        ProviderSettings.Timeouts.DEFAULT);
  }
}
