package io.tollgate.table;

import java.time.Instant;
import java.util.Optional;

/// One strong read.
///
/// @param item what stands there; empty if nothing does
/// @param at the store's clock
public record Reading(Optional<Item> item, Instant at) {
  public Item orEmpty() {
    return item.orElse(Item.EMPTY);
  }
}
