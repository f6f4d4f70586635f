package io.tollgate.ledger;

import io.tollgate.money.Usd;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;

/// The shares of a limit at which somebody wants to be told.
///
/// @param percents whole percent of the limit, 1 to 100, no two alike; kept in ascending order
public record Thresholds(List<Integer> percents) {
  /// Nobody wants to be told.
  public static final Thresholds NONE = new Thresholds(List.of());

  /// What a budget has that says nothing else.
  public static final Thresholds USUAL = new Thresholds(List.of(50, 75, 90, 100));

  /// The least and the most of a limit that can be told of. Beyond all of it nothing is admitted,
  /// so there is nothing to wait for.
  public static final int LEAST = 1;

  public static final int MOST = 100;

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  /// @throws IllegalArgumentException if a share is out of bounds or stands there twice
  public Thresholds {
    percents = percents.stream().sorted().toList();
    for (int percent : percents) {
      if (percent < LEAST || percent > MOST) {
        throw new IllegalArgumentException(
            percent + " % is not from " + LEAST + " to " + MOST + " % of the limit");
      }
    }
    if (new HashSet<>(percents).size() < percents.size()) {
      throw new IllegalArgumentException("a share stands there twice: " + percents);
    }
  }

  public boolean areNone() {
    return percents.isEmpty();
  }

  /// The largest share that spending has come to, exactly; 0 if it has come to none.
  ///
  /// Any spending is all of a limit of 0, and where nothing is spent there is nothing to tell.
  public int reached(Usd spent, Usd limit) {
    if (!spent.isPositive()) {
      return 0;
    }
    BigInteger hundredfold = spent.picos().multiply(HUNDRED);
    int reached = 0;
    for (int percent : percents) {
      if (hundredfold.compareTo(limit.picos().multiply(BigInteger.valueOf(percent))) >= 0) {
        reached = percent;
      }
    }
    return reached;
  }
}
