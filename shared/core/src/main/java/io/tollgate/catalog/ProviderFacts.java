package io.tollgate.catalog;

import io.tollgate.catalog.ProviderSettings.Flags;
import io.tollgate.pricing.ServiceTiers;
import java.math.BigDecimal;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is true of a provider for everyone: its address, its dialect and its habits.
///
/// @param baseUrl empty where each account has its own
/// @param credential where its key is by convention
/// @param outputCap the request's field that caps the output
/// @param tiers by service tier, factors by model; `*` is every other model
/// @param models what is known of single models
/// @param source the page that describes the API
/// @param written when this was written down, `2026-11-24`
record ProviderFacts(
    String id,
    String dialect,
    Optional<URI> baseUrl,
    String credential,
    String outputCap,
    Map<String, Map<String, BigDecimal>> tiers,
    Map<String, ModelFacts> models,
    String source,
    String written) {

  /// @param flags what deviates from the defaults
  record ModelFacts(Optional<Long> maxOutput, Optional<Long> imageTokens, Flags flags) {
    static final ModelFacts NONE = new ModelFacts(Optional.empty(), Optional.empty(), Flags.UNSAID);
  }

  /// A provider that nobody but the team knows: OpenAI-compatible unless the team says otherwise.
  static ProviderFacts unknown(String id) {
    return new ProviderFacts(
        id, "openai", Optional.empty(), "none", "max_tokens", Map.of(), Map.of(), "", "");
  }

  ModelFacts model(String id) {
    return models.getOrDefault(id, ModelFacts.NONE);
  }

  ServiceTiers tiersOf(String model) {
    var factors = new HashMap<String, BigDecimal>();
    tiers.forEach((tier, byModel) ->
        factors.put(tier, byModel.getOrDefault(model, byModel.getOrDefault("*", BigDecimal.ONE))));
    return factors.isEmpty() ? ServiceTiers.NONE : new ServiceTiers(factors);
  }
}
