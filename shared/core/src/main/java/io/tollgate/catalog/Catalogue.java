package io.tollgate.catalog;

import io.tollgate.catalog.Resolution.Found;
import io.tollgate.catalog.Resolution.NotOffered;
import io.tollgate.catalog.Resolution.Unknown;
import io.tollgate.catalog.Resolution.Unpriced;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Every model that can be called from here, where it is and what it costs: the shipped prices,
/// with what `tollgate.yaml` says of providers on top. Immutable, and safe for concurrent calls.
public final class Catalogue {
  /// The one dialect that this version speaks.
  static final String SPOKEN = "openai";

  // Names are strangers' text, so what is remembered of them is bounded.
  private static final int REMEMBERED = 1000;

  private final PriceBook book;
  private final Map<String, Shelf> shelves = new LinkedHashMap<>();
  private final Map<String, String> closed = new LinkedHashMap<>();
  private final Map<String, Resolution> remembered = new ConcurrentHashMap<>();

  /// @param book what ships
  /// @param providers the providers that are enabled, in the order in which a model's bare name is
  ///   looked up; empty enables every one that can be called without more than its key
  /// @throws IllegalArgumentException if a provider of the OpenAI dialect has no address
  public Catalogue(PriceBook book, List<ProviderSettings> providers) {
    this.book = book;
    for (String id : book.providers()) {
      closed.put(id, "it is not among the `providers:` of tollgate.yaml");
    }
    for (ProviderSettings settings : providers.isEmpty() ? book.everyProvider() : providers) {
      open(settings);
    }
    closed.keySet().removeAll(shelves.keySet());
    if (providers.isEmpty()) {
      book.providers().stream()
          .filter(closed::containsKey)
          .forEach(id -> closed.put(id, whyNotByDefault(id)));
    }
  }

  /// What a model's name means. A name is `provider/model` or a model alone; a model's name may
  /// itself contain slashes, so the provider is tried first and the whole name next, at each
  /// provider in turn.
  public Resolution resolve(String name) {
    Resolution before = remembered.get(name);
    if (before != null) {
      return before;
    }
    Resolution resolution = lookUp(name);
    if (resolution instanceof Found && remembered.size() < REMEMBERED) {
      remembered.put(name, resolution);
    }
    return resolution;
  }

  private Resolution lookUp(String name) {
    int slash = name.indexOf('/');
    String prefix = slash < 0 ? "" : name.substring(0, slash).toLowerCase(Locale.ROOT);
    String rest = name.substring(slash + 1);
    return Optional.ofNullable(shelves.get(prefix))
        .flatMap(shelf -> shelf.resolve(rest))
        .or(() -> anywhere(name))
        .or(() -> closed(prefix, rest, name))
        .orElseGet(() -> new Unknown(NearestNames.of(name, models().stream().map(Offer::id))));
  }

  /// A model without a price, at the dearest prices of its provider.
  ///
  /// @return empty if the provider has no price at all, or if the model costs money for what nobody
  ///   counts
  public Optional<Offer> estimate(Unpriced model) {
    return Optional.ofNullable(shelves.get(model.provider().toLowerCase(Locale.ROOT)))
        .flatMap(shelf -> shelf.estimate(model.model()));
  }

  /// Every model with a price at an enabled provider, under the name that it is listed by.
  public List<Offer> models() {
    return shelves.values().stream().flatMap(Shelf::offers).toList();
  }

  // One that is for sale, at whichever provider; else one that lacks only its price.
  private Optional<Resolution> anywhere(String name) {
    return at(name, Found.class).or(() -> at(name, Unpriced.class));
  }

  private Optional<Resolution> at(String name, Class<? extends Resolution> kind) {
    return shelves.values().stream()
        .flatMap(shelf -> shelf.resolve(name).stream())
        .filter(kind::isInstance)
        .findFirst();
  }

  private Optional<Resolution> closed(String prefix, String rest, String name) {
    if (closed.containsKey(prefix)) {
      return Optional.of(notOffered(prefix, rest));
    }
    return closed.keySet().stream()
        .filter(provider -> book.row(provider, name).isPresent())
        .findFirst()
        .map(provider -> notOffered(provider, name));
  }

  private Resolution notOffered(String provider, String model) {
    String why = closed.getOrDefault(provider, "");
    return new NotOffered(
        provider, model, provider + "/" + model + " cannot be called from here: " + why + ".");
  }

  private void open(ProviderSettings settings) {
    String id = settings.id();
    ProviderFacts facts = book.facts(id).orElseGet(() -> ProviderFacts.unknown(id));
    String dialect = settings.dialect().orElse(facts.dialect());
    if (!dialect.equals(SPOKEN)) {
      closed.put(id.toLowerCase(Locale.ROOT), notSpoken(dialect));
      return;
    }
    // Where the team chose another dialect than the provider's own, the address is another one too.
    Optional<URI> known = facts.dialect().equals(SPOKEN) ? facts.baseUrl() : Optional.empty();
    URI address =
        settings
            .baseUrl()
            .or(() -> known)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "provider " + id + " has no address: give its `base_url` in tollgate.yaml"));
    ProviderProfile profile =
        new ProviderProfile(
            id,
            dialect,
            address,
            settings.credential().orElse(facts.credential()),
            facts.outputCap(),
            settings.timeouts());
    shelves.put(id.toLowerCase(Locale.ROOT), new Shelf(profile, facts, settings, book));
  }

  private String whyNotByDefault(String id) {
    String dialect = book.facts(id).map(ProviderFacts::dialect).orElse(SPOKEN);
    return dialect.equals(SPOKEN)
        ? "each account has its own address; give it as `base_url` under `providers:` in tollgate.yaml"
        : notSpoken(dialect);
  }

  private static String notSpoken(String dialect) {
    return "its API, " + dialect + ", is not supported yet";
  }
}
