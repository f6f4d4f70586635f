package io.tollgate.pricing;

import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/// The price of one unit of a meter, exact, in pico-dollars; it may change at cliffs of the input's
/// length.
///
/// A cliff re-prices the whole call: above 200,000 input tokens every token costs the tier's price,
/// the first one too.
///
/// @param picos of one unit, below every cliff; never negative
/// @param cliffs by rising length
public record Rate(BigDecimal picos, List<Cliff> cliffs) {
  /// @param above the input tokens, cached ones too, that a call must exceed
  /// @param picos of one unit, once exceeded
  public record Cliff(long above, BigDecimal picos) {
    public Cliff {
      requirePrice(picos);
    }
  }

  public Rate {
    requirePrice(picos);
    cliffs = cliffs.stream().sorted(Comparator.comparingLong(Cliff::above)).toList();
  }

  /// A price without cliffs.
  ///
  /// @param price dollars per million for tokens, dollars for one of anything else
  public static Rate of(Meter meter, BigDecimal price) {
    return new Rate(picos(meter, price), List.of());
  }

  /// How many pico-dollars one unit costs.
  ///
  /// @param price dollars per million for tokens, dollars for one of anything else
  public static BigDecimal picos(Meter meter, BigDecimal price) {
    return price.movePointRight(meter.unit() == Meter.Unit.TOKENS ? 6 : 12);
  }

  BigDecimal at(long inputTokens) {
    BigDecimal price = picos;
    for (Cliff cliff : cliffs) {
      if (inputTokens > cliff.above()) {
        price = cliff.picos();
      }
    }
    return price;
  }

  /// The most that one unit costs in any call of at most so many input tokens.
  BigDecimal dearestUpTo(long inputTokens) {
    BigDecimal dearest = picos;
    for (Cliff cliff : cliffs) {
      if (inputTokens > cliff.above()) {
        dearest = dearest.max(cliff.picos());
      }
    }
    return dearest;
  }

  boolean isZero() {
    return picos.signum() == 0 && cliffs.stream().allMatch(cliff -> cliff.picos().signum() == 0);
  }

  private static void requirePrice(BigDecimal picos) {
    if (picos.signum() < 0) {
      throw new IllegalArgumentException("a price cannot be negative: " + picos + " pico-dollars");
    }
  }
}
