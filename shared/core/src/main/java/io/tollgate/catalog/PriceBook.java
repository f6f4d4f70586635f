package io.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The prices and provider facts that ship with Tollgate, read once when a function starts.
/// Immutable.
public final class PriceBook {
  private final String version;
  private final Map<String, PriceList> lists;
  private final Map<String, ProviderFacts> facts;

  private PriceBook(
      String version, Map<String, PriceList> lists, Map<String, ProviderFacts> facts) {
    this.version = version;
    this.lists = lists;
    this.facts = facts;
  }

  /// Reads `prices/catalogue.json` and `prices/providers.json` of this jar.
  ///
  /// @throws IllegalArgumentException if one of them is not as this class reads it
  public static PriceBook shipped() {
    JsonNode catalogue = PriceFiles.read("/prices/catalogue.json");
    var lists = new LinkedHashMap<String, PriceList>();
    for (JsonNode provider : catalogue.path("providers")) {
      lists.put(provider.path("id").asText(), PriceFiles.priceList(provider));
    }
    var facts = new LinkedHashMap<String, ProviderFacts>();
    for (JsonNode provider : PriceFiles.read("/prices/providers.json").path("providers")) {
      facts.put(provider.path("id").asText(), PriceFiles.facts(provider));
    }
    // `@pydantic/genai-prices` and `0.1.8` are `genai-prices-0.1.8` in the books.
    String source = catalogue.path("source").asText();
    return new PriceBook(
        source.substring(source.indexOf('/') + 1) + "-" + catalogue.path("version").asText(),
        lists,
        facts);
  }

  /// What the books call these prices: `genai-prices-0.1.8`.
  public String version() {
    return version;
  }

  /// Settings that enable every provider that can be called from here without anything but its key,
  /// in the order in which a model's bare name is looked up: first parties, then hosts, then
  /// resellers.
  public List<ProviderSettings> everyProvider() {
    return facts.values().stream()
        .filter(one -> one.baseUrl().isPresent() && one.dialect().equals(Catalogue.SPOKEN))
        .map(one -> asShipped(one.id()))
        .toList();
  }

  private static ProviderSettings asShipped(String id) {
    return new ProviderSettings(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        ProviderSettings.Flags.UNSAID,
        Map.of(),
        ProviderSettings.Timeouts.DEFAULT);
  }

  List<String> providers() {
    return List.copyOf(facts.keySet());
  }

  Optional<ProviderFacts> facts(String provider) {
    return Optional.ofNullable(facts.get(provider));
  }

  PriceList list(String provider) {
    return lists.getOrDefault(provider, PriceList.EMPTY);
  }

  /// The row that a model's name means at a provider, also among the prices that the provider falls
  /// back to.
  Optional<PriceRow> row(String provider, String model) {
    PriceList list = list(provider);
    return list.names()
        .row(model)
        .or(() ->
            list.fallback().stream()
                .flatMap(other -> list(other).names().row(model).stream())
                .findFirst());
  }
}
