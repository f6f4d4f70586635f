package io.tollgate.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One page of a query.
///
/// @param rows what passed the filter, in order
/// @param next the value for {@link Query#from} to go on with; empty on the last page
/// @param at the store's clock
public record Page(List<Row> rows, Optional<String> next, Instant at) {
  public Page {
    rows = List.copyOf(rows);
  }
}
