package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Reserved.Grant;
import io.tollgate.money.Usd;
import java.math.BigInteger;
import java.util.Optional;

/// Finds, among the limits of one call, the least that is left of those that refuse, and the
/// largest share that is spent of those that tell. Used by one thread.
final class Tightest {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  /// Below this share nobody is warned.
  private static final BigInteger WORTH_A_WARNING = BigInteger.valueOf(50);

  private Optional<Usd> left = Optional.empty();
  private String scope = "";
  private BigInteger percent = BigInteger.ZERO;

  void consider(Grant grant, Ceiling ceiling, Usd spent, Usd used) {
    if (ceiling.mode() == Mode.SHADOW) {
      return;
    }
    if (ceiling.mode().refuses()) {
      Usd here = ceiling.limit().minus(used);
      left = Optional.of(left.map(here::min).orElse(here));
    }
    if (ceiling.limit().isPositive()) {
      // Of a soft limit that is next to nothing more may be spent than a long can say.
      BigInteger share = spent.picos().multiply(HUNDRED).divide(ceiling.limit().picos());
      if (share.compareTo(percent) > 0) {
        percent = share;
        scope = grant.hold().scope().toString();
      }
    }
  }

  void addTo(Headers.Builder headers) {
    left.ifPresent(usd -> headers.set("tollgate-budget-remaining-usd", usd.max(Usd.ZERO).plain()));
    if (percent.compareTo(WORTH_A_WARNING) >= 0) {
      headers.set(
          "tollgate-budget-warning", "scope=" + Answers.encoded(scope) + ";used=" + percent + "%");
    }
  }
}
