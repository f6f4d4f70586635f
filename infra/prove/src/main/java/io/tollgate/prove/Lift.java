package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Period;
import io.tollgate.money.Usd;
import java.time.Instant;
import java.util.List;

/// A raise as the world wrote it into a version, with a reading of its own of what that means.
///
/// @param isTo whether the amount is the new limit, and not what is added to the old one
/// @param picos the amount, in 10^-12 dollars
record Lift(Scope scope, Period period, boolean isTo, long picos, Instant from, Instant until) {
  /// What a limit is under this raise, in a bucket, in pico-dollars.
  long on(Scope account, Ceiling ceiling, Bucket bucket) {
    long own = ceiling.limit().picos().longValueExact();
    long start = bucket.start().getEpochSecond();
    boolean counts =
        scope.equals(account)
            && period == ceiling.period()
            && from.getEpochSecond() <= start
            && bucket.start().compareTo(until) < 0;
    return counts ? Math.max(own, isTo ? picos : own + picos) : own;
  }

  /// What a limit is under several, in a bucket, in pico-dollars.
  static long limit(List<Lift> lifts, Scope account, Ceiling ceiling, Bucket bucket) {
    long limit = ceiling.limit().picos().longValueExact();
    for (Lift lift : lifts) {
      limit = Math.max(limit, lift.on(account, ceiling, bucket));
    }
    return limit;
  }

  /// As versions spell it.
  String spelt() {
    return """
    {"policy":"%s:%s","%s":"%s","from":"%s","until":"%s","reason":"it happens","by":"admin_1"}\
    """
        .formatted(
            period.word(),
            scope,
            isTo ? "limit_usd" : "add_usd",
            Usd.ofPicos(picos).plain(),
            from,
            until);
  }
}
