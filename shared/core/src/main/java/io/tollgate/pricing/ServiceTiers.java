package io.tollgate.pricing;

import java.math.BigDecimal;
import java.util.Map;

/// What a provider multiplies its token prices by for each service tier, such as `flex` or
/// `priority`.
///
/// @param factors by tier; empty for a provider that has no tiers, or none that change the price
public record ServiceTiers(Map<String, BigDecimal> factors) {
  /// One price, whatever the tier.
  public static final ServiceTiers NONE = new ServiceTiers(Map.of());

  public ServiceTiers {
    factors = Map.copyOf(factors);
  }

  /// The factor of the tier that was served; 1 if the provider named none.
  ///
  /// A tier that nobody knows counts as the dearest: a new name must not be a discount.
  BigDecimal served(String tier) {
    if (tier.isEmpty()) {
      return BigDecimal.ONE;
    }
    BigDecimal known = factors.get(tier);
    return known == null ? dearest() : known;
  }

  /// The most that may be served to a call that asks for a tier: discounts are not counted on, and
  /// `auto` or nothing leaves the choice to the account's settings at the provider.
  BigDecimal asked(String tier) {
    return tier.isEmpty() || tier.equals("auto") ? dearest() : served(tier).max(BigDecimal.ONE);
  }

  private BigDecimal dearest() {
    return factors.values().stream().reduce(BigDecimal.ONE, BigDecimal::max);
  }
}
