package io.tollgate.spend;

import io.tollgate.money.Usd;
import io.tollgate.usage.Meter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What one call costs, meter by meter; the total is the sum of the lines, so rows by meter always
/// add up to it.
///
/// @param lines quantity and cost per meter; meters without either are left out
/// @param tier the service tier that was served; empty if the provider named none
public record Charge(Map<Meter, Line> lines, String tier) {
  /// A call that was not served, or costs nothing and counted nothing.
  public static final Charge NOTHING = new Charge(Map.of(), "");

  /// @param quantity in the meter's unit
  /// @param cost exact
  public record Line(long quantity, Usd cost) {
    boolean isNothing() {
      return quantity == 0 && cost.isZero();
    }
  }

  public Charge {
    var copy = new EnumMap<Meter, Line>(Meter.class);
    lines.forEach((meter, line) -> {
      if (!line.isNothing()) {
        copy.put(meter, line);
      }
    });
    lines = Collections.unmodifiableMap(copy);
  }

  /// A call whose cost never became known: charged at the most that it can have cost.
  public static Charge atBound(Usd bound) {
    return new Charge(Map.of(Meter.UNMETERED, new Line(0, bound)), "");
  }

  public Usd total() {
    Usd sum = Usd.ZERO;
    for (Line line : lines.values()) {
      sum = sum.plus(line.cost());
    }
    return sum;
  }
}
