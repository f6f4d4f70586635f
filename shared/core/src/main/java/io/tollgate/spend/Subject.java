package io.tollgate.spend;

import io.tollgate.attribution.Attribution;

/// What a charge is about: who called which model, at which prices. Fixed before the provider is
/// called.
///
/// @param attribution who
/// @param provider the provider's id in the catalogue or the configuration, such as `openai`
/// @param model the model as the price catalogue names it
/// @param priceVersion the version of the rate card that the call is settled by, whatever changes
///   meanwhile
public record Subject(Attribution attribution, String provider, String model, String priceVersion) {
  /// How the version of a rate card begins that nobody listed: it was made of the dearest prices of
  /// the provider.
  public static final String ESTIMATED = "estimated-";

  /// Whether nobody knows the model's own price.
  public boolean isEstimated() {
    return priceVersion.startsWith(ESTIMATED);
  }
}
