package io.tollgate.ledger;

import java.util.List;

/// The five windows of a bucket, by name: the period's code and the UTC minute of its start in base
/// 36 (`T` for the total).
///
/// Never a local name: local hours repeat in autumn.
public record Windows(String total, String month, String week, String day, String hour) {
  public String of(Period period) {
    return switch (period) {
      case TOTAL -> total;
      case MONTH -> month;
      case WEEK -> week;
      case DAY -> day;
      case HOUR -> hour;
    };
  }

  boolean has(String id) {
    return switch (id.charAt(0)) {
      case 'T' -> total.equals(id);
      case 'M' -> month.equals(id);
      case 'W' -> week.equals(id);
      case 'D' -> day.equals(id);
      case 'H' -> hour.equals(id);
      default -> false;
    };
  }

  /// In the order of {@link Period}.
  public List<String> ids() {
    return List.of(total, month, week, day, hour);
  }

  /// @param ids in the order of {@link Period}
  static Windows of(List<String> ids) {
    if (ids.size() != Period.values().length) {
      throw new IllegalArgumentException("five windows are needed: " + ids);
    }
    return new Windows(ids.get(0), ids.get(1), ids.get(2), ids.get(3), ids.get(4));
  }

  /// The UTC minute at which a window starts; 0 for the total.
  public static long startMinute(String id) {
    return id.length() == 1 ? 0 : Long.parseLong(id, 1, id.length(), 36);
  }

  static String id(Period period, long startMinute) {
    return period == Period.TOTAL ? "T" : period.code() + Long.toString(startMinute, 36);
  }
}
