package io.tollgate.prove;

import io.tollgate.spend.SpendRow;
import io.tollgate.table.Key;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What must be true of spend rows: those of an hour add up to what its records were charged.
final class RowLaws {
  private final Known known;
  private final Map<Key, Long> rows = new HashMap<>();
  private final Map<String, Long> nets = new HashMap<>();
  private final Map<String, Long> spent = new HashMap<>();

  RowLaws(Known known) {
    this.known = known;
  }

  /// The records of an hour are charged so much more, or less.
  void charged(String hour, long difference) {
    nets.merge(hour, difference, Long::sum);
  }

  /// I6, for the rows of one hour.
  void row(Key key, Set<String> hours) {
    long total = SpendRow.read(known.store.apply(key)).charge().total().picos().longValueExact();
    Long before = rows.put(key, total);
    spent.merge(key.pk(), total - (before == null ? 0 : before), Long::sum);
    hours.add(key.pk());
  }

  void hour(String pk) {
    long net = nets.getOrDefault(pk, 0L);
    long books = spent.getOrDefault(pk, 0L);
    if (net != books) {
      throw Laws.broken("I6: the rows of " + pk + " say " + books + ", the records " + net, pk);
    }
  }
}
