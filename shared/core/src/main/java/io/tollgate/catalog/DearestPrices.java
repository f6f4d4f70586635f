package io.tollgate.catalog;

import io.tollgate.pricing.RateCard;
import io.tollgate.pricing.Schedule;
import io.tollgate.pricing.Tariff;
import io.tollgate.spend.Subject;
import io.tollgate.usage.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a model without a price is taken to cost: meter by meter the dearest that its provider
/// takes of anybody, at any time and length of the input.
final class DearestPrices {
  private DearestPrices() {}

  /// @param priced the cards of what has a price there
  /// @param own the model's card, as far as it goes: it costs at least that
  /// @param book the version of the price list
  /// @return the card under a version of its own; empty if nobody there has a price above 0
  static Optional<RateCard> of(Stream<RateCard> priced, RateCard own, String book) {
    List<Tariff> known = new ArrayList<>(priced.flatMap(DearestPrices::tariffs).toList());
    if (known.stream().allMatch(Tariff::isZero)) {
      return Optional.empty();
    }
    known.addAll(tariffs(own).toList());
    Tariff dearest = Tariff.dearest(known);
    return Optional.of(
        new RateCard(own.name(), version(dearest, book), Schedule.always(dearest), own.tiers()));
  }

  private static Stream<Tariff> tariffs(RateCard card) {
    return card.schedule().entries().stream().map(Schedule.Entry::tariff);
  }

  private static String version(Tariff dearest, String book) {
    var text = new StringBuilder();
    for (Meter meter : Meter.values()) {
      if (dearest.rates().containsKey(meter)) {
        text.append(meter.code())
            .append('=')
            .append(dearest.rates().get(meter).picos().stripTrailingZeros().toPlainString())
            .append(';');
      }
    }
    return Subject.ESTIMATED + book + "+" + TeamPrices.fingerprint(text.toString());
  }
}
