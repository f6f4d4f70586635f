package io.tollgate.books;

import io.tollgate.ledger.Calendar;
import java.util.List;

/// Sums of what was charged. Safe for concurrent calls.
///
/// A call belongs to the hour in which it was admitted, so late charges appear in the past. The
/// sums are exact: a row changes only in the transaction that charges the accounts.
public interface SpendStore {
  /// The spend of an interval, the dearest first, then by name.
  ///
  /// @param by one or two axes
  /// @param interval its hours are read whole: begin and end it at starts of hours or days
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  List<SpendLine> sums(List<Axis> by, Interval interval, Calendar calendar);
}
