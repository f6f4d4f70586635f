package io.tollgate.books;

import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A time between two instants, for sums over whole hours of the organisation.
///
/// @param from the first instant
/// @param to the first instant after it
public record Interval(Instant from, Instant to) {
  /// Windows begin at whole multiples of it, so any length of buckets names the same windows.
  private static final int MINUTES = 5;

  /// The window ids of the organisation's hours that begin in it, in order.
  public List<String> hours(Calendar calendar) {
    var hours = new ArrayList<String>();
    Instant hour = calendar.startOf(Period.HOUR, from);
    while (hour.isBefore(to)) {
      hours.add(calendar.windows(Bucket.of(hour, MINUTES)).hour());
      hour = calendar.endOf(Period.HOUR, hour);
    }
    return hours;
  }
}
