package io.tollgate.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The five windows of a bucket, by name: the period's code and the UTC minute of its start in base
/// 36 (`T` for the total).
///
/// Never a local name: local hours repeat in autumn.
public final class Windows {
  private final List<String> ids;
  private final List<String> used;

  private Windows(List<String> ids) {
    this.ids = ids;
    var attributes = new ArrayList<String>(ids.size());
    for (String id : ids) {
      attributes.add(Account.used(id));
    }
    this.used = List.copyOf(attributes);
  }

  /// @param ids in the order of {@link Period}
  static Windows of(List<String> ids) {
    if (ids.size() != Period.values().length) {
      throw new IllegalArgumentException("five windows are needed: " + ids);
    }
    return new Windows(List.copyOf(ids));
  }

  public String of(Period period) {
    return switch (period) {
      case TOTAL -> ids.get(0);
      case MONTH -> ids.get(1);
      case WEEK -> ids.get(2);
      case DAY -> ids.get(3);
      case HOUR -> ids.get(4);
    };
  }

  public String hour() {
    return of(Period.HOUR);
  }

  /// In the order of {@link Period}.
  public List<String> ids() {
    return ids;
  }

  /// The attributes that count used money in them, in the same order.
  List<String> used() {
    return used;
  }

  boolean has(String id) {
    return ids.contains(id);
  }

  /// The UTC minute at which a window starts; 0 for the total.
  public static long startMinute(String id) {
    return id.length() == 1 ? 0 : Long.parseLong(id, 1, id.length(), 36);
  }

  static String id(Period period, long startMinute) {
    return period == Period.TOTAL ? "T" : period.code() + Long.toString(startMinute, 36);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Windows windows && windows.ids.equals(ids);
  }

  @Override
  public int hashCode() {
    return ids.hashCode();
  }

  @Override
  public String toString() {
    return ids.toString();
  }
}
