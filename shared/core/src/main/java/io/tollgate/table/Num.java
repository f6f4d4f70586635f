package io.tollgate.table;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// An exact integer of at most 38 digits, the most that DynamoDB keeps.
///
/// Money of one call and clocks fit in a `long`, which is why there is a fast way beside the exact
/// one.
public final class Num implements Value, Comparable<Num> {
  public static final Num ZERO = new Num(0, null);
  public static final Num ONE = new Num(1, null);

  private static final BigInteger LIMIT = BigInteger.TEN.pow(38);

  private final long small;
  private final @Nullable BigInteger big;

  private Num(long small, @Nullable BigInteger big) {
    this.small = small;
    this.big = big;
  }

  public static Num of(long number) {
    return number == 0 ? ZERO : number == 1 ? ONE : new Num(number, null);
  }

  /// @throws IllegalArgumentException if the number has more than 38 digits
  public static Num of(BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      return of(number.longValue());
    }
    if (number.abs().compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException(
          number + " has more than the 38 digits that the store keeps");
    }
    return new Num(0, number);
  }

  /// @throws NumberFormatException if the text is no integer
  public static Num parse(String digits) {
    return of(new BigInteger(digits));
  }

  public Num plus(Num other) {
    if (big == null && other.big == null) {
      long sum = small + other.small;
      if (((small ^ sum) & (other.small ^ sum)) >= 0) {
        return of(sum);
      }
    }
    return of(exact().add(other.exact()));
  }

  public Num minus(Num other) {
    return plus(other.negated());
  }

  public Num negated() {
    return big == null && small != Long.MIN_VALUE ? of(-small) : of(exact().negate());
  }

  public int signum() {
    return big == null ? Long.signum(small) : big.signum();
  }

  boolean fitsLong() {
    return big == null;
  }

  public BigInteger exact() {
    return big == null ? BigInteger.valueOf(small) : big;
  }

  /// @throws ArithmeticException if it does not fit
  public long asLong() {
    return big == null ? small : big.longValueExact();
  }

  @Override
  public int compareTo(Num other) {
    return big == null && other.big == null
        ? Long.compare(small, other.small)
        : exact().compareTo(other.exact());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Num num && compareTo(num) == 0;
  }

  @Override
  public int hashCode() {
    return big == null ? Long.hashCode(small) : big.hashCode();
  }

  @Override
  public String toString() {
    return big == null ? Long.toString(small) : big.toString();
  }
}
