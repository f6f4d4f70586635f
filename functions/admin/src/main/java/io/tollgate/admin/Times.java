package io.tollgate.admin;

import io.tollgate.ledger.Calendar;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/// Instants for people and programs: RFC 3339, with the organisation's offset.
final class Times {
  private Times() {}

  static String text(Instant at, Calendar calendar) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(calendar.local(at));
  }
}
