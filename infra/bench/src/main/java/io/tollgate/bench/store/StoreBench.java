package io.tollgate.bench.store;

import io.tollgate.bench.Arguments;
import io.tollgate.bench.Progress;
import io.tollgate.bench.Report;
import io.tollgate.bench.Sheet;
import io.tollgate.bench.gateway.Organisation;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a call costs at the store: the deployed functions over a table that counts as DynamoDB
/// does, with nothing estimated.
public final class StoreBench {
  private static final String WITHOUT_POLICIES = "--without-policies";

  public static final Arguments.Options OPTIONS =
      new Arguments.Options(
          Map.of("--settle", "both", "--scopes", "4", "--calls", "300", "--gap", "20"),
          List.of(WITHOUT_POLICIES));

  private static final List<String> COLUMNS =
      List.of(
          "settled by",
          "phase",
          "write units/call",
          "of them index",
          "round trips/call",
          "read units/call",
          "of them head",
          "transactions",
          "failed conditions",
          "$ per million calls");

  private static final List<String> CLOCKS =
      List.of("settled by", "calls", "rate misses re-sent", "rate clocks re-based");

  private StoreBench() {}

  /// @throws io.tollgate.local.Misuse if an argument is wrong
  public static Report run(Arguments arguments, Progress progress) throws IOException {
    int scopes = arguments.whole("--scopes", 1, Organisation.mostScopes());
    int calls = arguments.whole("--calls", 1, 100_000);
    Duration gap = Duration.ofMillis(arguments.whole("--gap", 0, 3_600_000));
    String settle = arguments.words("--settle", List.of("proxy", "queue", "both")).getFirst();
    var rows = new ArrayList<List<Object>>();
    var clocks = new ArrayList<List<Object>>();
    var broken = new ArrayList<String>();
    for (Settling settling : Settling.values()) {
      String word = settling.name().toLowerCase(Locale.ROOT);
      if (settle.equals("both") || settle.equals(word)) {
        progress.step("%d calls, settled by the %s".formatted(calls, word));
        Counter counter = new Trial(settling, Variant.scopes(scopes), calls, gap).count();
        rows.add(row(word, "before the provider", counter.tally(Phase.BEFORE), calls));
        rows.add(row(word, "after it, in the gateway", counter.tally(Phase.AFTER), calls));
        rows.add(row(word, "in the aggregator", counter.tally(Phase.QUEUE), calls));
        rows.add(total(word, counter, calls));
        Tally before = counter.tally(Phase.BEFORE);
        clocks.add(List.of(word, calls, before.rateMisses, before.rebased));
        broken.addAll(Rules.broken(settling, scopes, calls, counter));
      }
    }
    var sheets = new ArrayList<Sheet>();
    sheets.add(new Sheet("store", COLUMNS, rows));
    sheets.add(new Sheet("rate clocks", CLOCKS, clocks));
    if (!arguments.has(WITHOUT_POLICIES)) {
      progress.step("what each policy adds");
      Added added = Added.count();
      sheets.add(added.scopes());
      sheets.add(added.policies());
      broken.addAll(added.broken());
    }
    return new Report(
        "store",
        List.of(
            "%d scopes with a limit, %d ms of store time between calls; counted over the embedded"
                    .formatted(scopes, gap.toMillis())
                + " table, DynamoDB's on-demand prices in us-east-1."),
        sheets,
        broken);
  }

  private static List<Object> row(String settling, String phase, Tally tally, int calls) {
    long writeUnits = tally.writeUnits + tally.indexUnits;
    return List.of(
        settling,
        phase,
        each(writeUnits, calls),
        each(tally.indexUnits, calls),
        each(tally.roundTrips, calls),
        each(tally.readUnits, calls),
        each(tally.headReads, calls),
        tally.transactions,
        tally.failedConditions,
        Prices.of(writeUnits, tally.readUnits, calls));
  }

  private static List<Object> total(String settling, Counter counter, int calls) {
    var sum = new Tally();
    for (Phase phase : List.of(Phase.BEFORE, Phase.AFTER, Phase.QUEUE)) {
      Tally tally = counter.tally(phase);
      sum.writeUnits += tally.writeUnits;
      sum.indexUnits += tally.indexUnits;
      sum.roundTrips += tally.roundTrips;
      sum.readUnits += tally.readUnits;
      sum.headReads += tally.headReads;
      sum.transactions += tally.transactions;
      sum.failedConditions += tally.failedConditions;
    }
    return row(settling, "in all", sum, calls);
  }

  static BigDecimal each(long number, int calls) {
    return BigDecimal.valueOf(number).divide(BigDecimal.valueOf(calls), 3, RoundingMode.HALF_UP);
  }
}
