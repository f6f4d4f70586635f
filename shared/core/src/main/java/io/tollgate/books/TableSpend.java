package io.tollgate.books;

import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Fan;
import io.tollgate.spend.SpendRow;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import io.tollgate.usage.Meter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Spend out of the spend rows of the one table: one query for each hour, several at once.
public final class TableSpend implements SpendStore {
  private static final Comparator<SpendLine> DEAREST_FIRST =
      Comparator.comparing(SpendLine::cost)
          .reversed()
          .thenComparing(line -> String.join("\n", line.names()));

  private final Table table;
  private final Fan fan;

  public TableSpend(Table table, Fan fan) {
    this.table = table;
    this.fan = fan;
  }

  @Override
  public List<SpendLine> sums(List<Axis> by, Interval interval, Calendar calendar) {
    List<Supplier<Map<List<String>, SpendLine>>> hours =
        interval.hours(calendar).stream()
            .<Supplier<Map<List<String>, SpendLine>>>map(hour -> () -> hour(hour, by))
            .toList();
    var sums = new HashMap<List<String>, SpendLine>();
    fan.all(hours).forEach(hour -> hour.values().forEach(line -> add(sums, line)));
    return sums.values().stream().sorted(DEAREST_FIRST).toList();
  }

  private Map<List<String>, SpendLine> hour(String hour, List<Axis> by) {
    var sums = new HashMap<List<String>, SpendLine>();
    Query query = Query.all(SpendRow.partition(hour));
    Page page = table.query(query);
    page.rows().forEach(row -> add(sums, line(row, by)));
    while (page.next().isPresent()) {
      page = table.query(query.from(page.next().get()));
      page.rows().forEach(row -> add(sums, line(row, by)));
    }
    return sums;
  }

  private static void add(Map<List<String>, SpendLine> sums, SpendLine line) {
    // A call that turned out to be unserved leaves a row of zeros.
    if (line.calls() != 0 || !line.cost().isZero()) {
      sums.merge(line.names(), line, SpendLine::plus);
    }
  }

  private static SpendLine line(Row row, List<Axis> by) {
    SpendRow.Contents contents = SpendRow.read(row.item());
    List<String> names =
        by.stream().map(axis -> contents.names().getOrDefault(axis.attribute(), "")).toList();
    return new SpendLine(
        names,
        contents.calls(),
        tokens(contents, Meter::isInputTokens),
        tokens(contents, Meter::isOutputTokens),
        contents.charge().total());
  }

  private static long tokens(SpendRow.Contents contents, Predicate<Meter> meters) {
    return contents.charge().lines().entrySet().stream()
        .filter(line -> meters.test(line.getKey()))
        .mapToLong(line -> line.getValue().quantity())
        .sum();
  }
}
