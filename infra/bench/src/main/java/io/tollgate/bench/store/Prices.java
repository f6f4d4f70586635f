package io.tollgate.bench.store;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What DynamoDB asks for units on demand in us-east-1. Source: the page "Amazon DynamoDB pricing
/// for on-demand capacity", standard table class, 2026-11.
final class Prices {
  private static final BigDecimal MILLION_WRITE_UNITS = new BigDecimal("0.625");
  private static final BigDecimal MILLION_READ_UNITS = new BigDecimal("0.125");

  private Prices() {}

  /// Dollars per million calls.
  static BigDecimal of(long writeUnits, long readUnits, int calls) {
    return MILLION_WRITE_UNITS
        .multiply(BigDecimal.valueOf(writeUnits))
        .add(MILLION_READ_UNITS.multiply(BigDecimal.valueOf(readUnits)))
        .divide(BigDecimal.valueOf(calls), 2, RoundingMode.HALF_UP);
  }
}
