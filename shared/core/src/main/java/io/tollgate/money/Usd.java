package io.tollgate.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/// An exact amount of US dollars, counted in pico-dollars (10^-12 USD); may be negative, has no
/// upper bound.
///
/// Every price of the catalogues is a whole number of pico-dollars per token, so sums of charges
/// never round.
///
/// @param picos the amount in 10^-12 dollars
public record Usd(BigInteger picos) implements Comparable<Usd> {
  public static final Usd ZERO = new Usd(BigInteger.ZERO);

  /// The smallest amount there is: what a free call holds, since a hold of nothing proves nothing.
  public static final Usd PICO = new Usd(BigInteger.ONE);

  private static final int SCALE = 12;
  private static final long DOLLAR = 1_000_000_000_000L;

  public static Usd ofPicos(long picos) {
    return new Usd(BigInteger.valueOf(picos));
  }

  /// Reads plain decimal dollars such as `0.0046865`.
  ///
  /// @throws IllegalArgumentException if the text is no finite decimal, or has more than 12 decimal
  ///   places
  public static Usd parse(String dollars) {
    try {
      return of(new BigDecimal(dollars));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + dollars + "' is not a decimal amount of dollars", e);
    }
  }

  /// @throws IllegalArgumentException if the amount has more than 12 decimal places or is out of
  ///   all reason
  public static Usd of(BigDecimal dollars) {
    BigDecimal stripped = dollars.stripTrailingZeros();
    if (stripped.scale() > SCALE) {
      throw new IllegalArgumentException(
          dollars.toPlainString() + " has more than 12 decimal places of a dollar");
    }
    if (stripped.precision() - stripped.scale() > 30) {
      throw new IllegalArgumentException(dollars + " dollars is more than money can be");
    }
    return new Usd(stripped.setScale(SCALE).unscaledValue());
  }

  public Usd plus(Usd other) {
    return new Usd(picos.add(other.picos));
  }

  public Usd minus(Usd other) {
    return new Usd(picos.subtract(other.picos));
  }

  public Usd times(long count) {
    return new Usd(picos.multiply(BigInteger.valueOf(count)));
  }

  public Usd negated() {
    return new Usd(picos.negate());
  }

  public Usd max(Usd other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public Usd min(Usd other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public boolean isZero() {
    return picos.signum() == 0;
  }

  public boolean isPositive() {
    return picos.signum() > 0;
  }

  public boolean isNegative() {
    return picos.signum() < 0;
  }

  /// Dollars without exponent and without trailing zeros: `50`, `0.0046865`.
  public String plain() {
    return picos.bitLength() < Long.SIZE ? plain(picos.longValue()) : large();
  }

  /// Nearly every amount is small enough to be spelt without arithmetic of arbitrary length, and
  /// each call spells several.
  private static String plain(long picos) {
    long rest = Math.abs(picos % DOLLAR);
    var text = new StringBuilder(24);
    if (picos < 0) {
      text.append('-');
    }
    text.append(Math.abs(picos / DOLLAR));
    if (rest == 0) {
      return text.toString();
    }
    int places = SCALE;
    while (rest % 10 == 0) {
      rest /= 10;
      places--;
    }
    String digits = Long.toString(rest);
    return text.append('.').repeat('0', places - digits.length()).append(digits).toString();
  }

  private String large() {
    return new BigDecimal(picos, SCALE).stripTrailingZeros().toPlainString();
  }

  @Override
  public int compareTo(Usd other) {
    return picos.compareTo(other.picos);
  }

  /// As people write it: `$50`, `-$0.25`.
  @Override
  public String toString() {
    return isNegative() ? "-$" + negated().plain() : "$" + plain();
  }
}
