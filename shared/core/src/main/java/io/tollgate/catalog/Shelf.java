package io.tollgate.catalog;

import io.tollgate.catalog.ProviderFacts.ModelFacts;
import io.tollgate.catalog.ProviderSettings.Flags;
import io.tollgate.catalog.ProviderSettings.ModelPrices;
import io.tollgate.pricing.RateCard;
import io.tollgate.pricing.Schedule;
import io.tollgate.pricing.Tariff;
import io.tollgate.usage.Meter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one enabled provider sells: the price list's models with the team's own prices and flags on
/// top.
///
/// Safe for concurrent calls.
final class Shelf {
  private final ProviderProfile profile;
  private final ProviderFacts facts;
  private final ProviderSettings settings;
  private final PriceBook book;
  private final ModelNames<String> teamNames;
  // By name in the books: bounded by the price list and the team's file, whatever callers ask for.
  private final Map<String, Good> goods = new ConcurrentHashMap<>();
  private final Map<String, Optional<Offer>> estimates = new ConcurrentHashMap<>();

  /// A model in the books, with its price or why it has none. Its offer still lacks the name that a
  /// caller used.
  ///
  /// @param counted whether all is counted that it costs money for
  private record Good(Offer offer, Optional<String> unpriced, boolean counted) {}

  Shelf(ProviderProfile profile, ProviderFacts facts, ProviderSettings settings, PriceBook book) {
    this.profile = profile;
    this.facts = facts;
    this.settings = settings;
    this.book = book;
    this.teamNames =
        new ModelNames<>(
            Stream.concat(
                    settings.prices().keySet().stream(), settings.modelFlags().keySet().stream())
                .distinct()
                .collect(
                    Collectors.toMap(
                        name -> name.toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a)),
            Map.of());
  }

  /// @param name as a caller wrote it, without the provider
  /// @return empty if the provider has no such model, as far as anybody said
  Optional<Resolution> resolve(String name) {
    return find(name).map(good -> resolution(good, name));
  }

  private Optional<Good> find(String name) {
    Optional<PriceRow> row = book.row(profile.id(), name);
    return booked(name, row)
        .map(model -> goods.computeIfAbsent(model, unknown -> good(model, row)));
  }

  /// A model without a price, at the dearest prices of all that have one here.
  ///
  /// @return empty if none has, or if it costs money for what nobody counts
  Optional<Offer> estimate(String name) {
    return find(name)
        .filter(good -> good.unpriced().isPresent() && good.counted())
        .flatMap(good ->
            estimates.computeIfAbsent(good.offer().model(), unknown -> estimate(good.offer())))
        .map(offer -> offer.calledAs(name));
  }

  private Optional<Offer> estimate(Offer offer) {
    Stream<RateCard> priced = offers().map(Offer::card);
    return DearestPrices.of(priced, offer.card(), book.version()).map(offer::priced);
  }

  /// Everything with a price, by the names that the provider answers to.
  Stream<Offer> offers() {
    return Stream.concat(
            book.list(profile.id()).rows().stream().map(PriceRow::id),
            settings.prices().keySet().stream())
        .distinct()
        .flatMap(name -> resolve(name).stream())
        .flatMap(resolution ->
            resolution instanceof Resolution.Found(var offer) ? Stream.of(offer) : Stream.empty());
  }

  // The team's name for it if it gave exactly this one, else the price list's; a dated snapshot of
  // a model that
  // only the team knows is that model.
  private Optional<String> booked(String name, Optional<PriceRow> row) {
    return teamNames
        .exactly(name)
        .or(() -> row.map(PriceRow::id))
        .or(() -> teamNames.row(name))
        .filter(model -> row.isPresent() || settings.prices().containsKey(model));
  }

  private Good good(String model, Optional<PriceRow> row) {
    Optional<ModelPrices> own = Optional.ofNullable(settings.prices().get(model));
    List<Flags> flags = flags(model, row);
    boolean zeroPriced = Conduct.answer(flags, Flags::zeroPriced, false);
    RateCard card = card(model, row, own, zeroPriced);
    ModelFacts known = facts.model(row.map(PriceRow::id).orElse(model));
    Offer offer =
        new Offer(
            profile,
            model,
            model,
            card,
            own.flatMap(ModelPrices::context).or(() -> row.flatMap(PriceRow::context)),
            own.flatMap(ModelPrices::maxOutput).or(known::maxOutput),
            known.imageTokens(),
            Conduct.of(flags));
    List<String> unread = own.isPresent() ? List.of() : row.map(PriceRow::unread).orElse(List.of());
    return new Good(offer, unpriced(card, unread, zeroPriced), unread.isEmpty());
  }

  private RateCard card(
      String model, Optional<PriceRow> row, Optional<ModelPrices> own, boolean zeroPriced) {
    Schedule listed = row.map(PriceRow::schedule).orElse(Schedule.always(new Tariff(Map.of())));
    TeamPrices given = own.map(TeamPrices::of).orElse(TeamPrices.NONE);
    boolean blank = listed.entries().stream().allMatch(entry -> entry.tariff().rates().isEmpty());
    TeamPrices ours = zeroPriced && blank && given.isEmpty() ? TeamPrices.FREE : given;
    return new RateCard(
        profile.id() + "/" + model,
        ours.version(book.version()),
        listed.map(ours::on),
        facts.tiersOf(row.map(PriceRow::id).orElse(model)));
  }

  private List<Flags> flags(String model, Optional<PriceRow> row) {
    String listed = row.map(PriceRow::id).orElse(model);
    return List.of(
        settings.modelFlags().getOrDefault(model, Flags.UNSAID),
        settings.modelFlags().getOrDefault(listed, Flags.UNSAID),
        settings.flags(),
        facts.model(listed).flags());
  }

  private static Optional<String> unpriced(RateCard card, List<String> unread, boolean zeroPriced) {
    if (!unread.isEmpty()) {
      return Optional.of(
          "it is also priced by "
              + String.join(" and ", unread)
              + ", which this version does not count");
    }
    if (!card.sells(Meter.INPUT) || !card.sells(Meter.OUTPUT)) {
      return Optional.of("it lacks a price for input or output tokens");
    }
    if (card.isZero() && !zeroPriced) {
      return Optional.of("all its prices are 0 and `zero_price` is not `priced`");
    }
    return Optional.empty();
  }

  private Resolution resolution(Good good, String name) {
    Offer offer = good.offer();
    return good.unpriced()
        .<Resolution>map(why ->
            new Resolution.Unpriced(
                profile.id(),
                name,
                offer.card().name()
                    + " has no price: "
                    + why
                    + ". Give it one under `providers: {"
                    + profile.id()
                    + ": {prices: …}}` in tollgate.yaml."))
        .orElseGet(() -> new Resolution.Found(offer.calledAs(name)));
  }
}
