package io.tollgate.catalog;

import java.util.List;

/// What the catalogue makes of a model's name.
public sealed interface Resolution {
  /// It is for sale.
  record Found(Offer offer) implements Resolution {}

  /// Nobody knows it.
  ///
  /// @param nearest names that it may be a slip of; may be empty
  record Unknown(List<String> nearest) implements Resolution {
    public Unknown {
      nearest = List.copyOf(nearest);
    }
  }

  /// The provider has it, but nobody said what it costs.
  ///
  /// @param why a sentence for the caller, with what to do
  record Unpriced(String provider, String model, String why) implements Resolution {}

  /// The provider is known but cannot be called from here.
  ///
  /// @param why a sentence for the caller, with what to do
  record NotOffered(String provider, String model, String why) implements Resolution {}
}
