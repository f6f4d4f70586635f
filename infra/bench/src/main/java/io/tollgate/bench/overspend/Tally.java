package io.tollgate.bench.overspend;

import io.tollgate.money.Usd;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The rounds of one case as one row.
final class Tally {
  private Tally() {}

  static List<Object> row(Case which, List<Round.Outcome> rounds) {
    return List.of(
        which.words(),
        rounds.size(),
        rounds.stream()
            .map(round -> Integer.toString(round.admitted()))
            .collect(Collectors.joining(" ")),
        refused(rounds, Round.Outcome::first),
        refused(rounds, Round.Outcome::second),
        rounds.stream().mapToLong(Round.Outcome::polls).sum(),
        dollars(rounds, Round.Outcome::worst),
        dollars(rounds, Round.Outcome::overspend));
  }

  private static String refused(
      List<Round.Outcome> rounds, Function<Round.Outcome, Map<String, Integer>> storm) {
    var sums = new TreeMap<String, Integer>();
    for (Round.Outcome round : rounds) {
      storm.apply(round).forEach((answer, times) -> sums.merge(answer, times, Integer::sum));
    }
    sums.remove("200");
    return sums.entrySet().stream()
        .map(entry -> entry.getValue() + " × " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static BigDecimal dollars(
      List<Round.Outcome> rounds, Function<Round.Outcome, Usd> amount) {
    Usd most = rounds.stream().map(amount).reduce(Usd.ZERO, Usd::max);
    return new BigDecimal(most.plain()).setScale(2, java.math.RoundingMode.UP);
  }
}
