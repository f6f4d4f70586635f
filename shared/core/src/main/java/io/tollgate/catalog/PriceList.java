package io.tollgate.catalog;

import java.util.List;
import java.util.Map;

/// One provider's models and prices, as the snapshot has them.
///
/// @param rows in the snapshot's order
/// @param names which names mean which row
/// @param fallback whose prices hold for models that are not among the rows (Azure sells OpenAI's
///   at OpenAI's)
record PriceList(List<PriceRow> rows, ModelNames<PriceRow> names, List<String> fallback) {
  static final PriceList EMPTY =
      new PriceList(List.of(), new ModelNames<>(Map.of(), Map.of()), List.of());
}
