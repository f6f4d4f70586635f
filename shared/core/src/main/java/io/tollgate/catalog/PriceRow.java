package io.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.pricing.Schedule;
import java.util.List;
import java.util.Optional;

/// One model of the price list.
///
/// Its prices are read only when somebody asks for them: a start has no time for a thousand models
/// that nobody calls.
///
/// @param id its name in the books; one that the provider answers to, wherever the list knows one
/// @param context the most input and output tokens together, if the list knows
/// @param unread prices of it in units that this version does not count, such as hours of audio
/// @param prices as the file spells them
record PriceRow(String id, Optional<Long> context, List<String> unread, JsonNode prices) {

  /// Its rates.
  Schedule schedule() {
    return PriceFiles.schedule(prices);
  }
}
