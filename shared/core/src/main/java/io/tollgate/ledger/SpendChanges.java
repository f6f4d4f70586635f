package io.tollgate.ledger;

import io.tollgate.spend.SpendRow;
import io.tollgate.spend.Subject;
import io.tollgate.table.Condition;
import io.tollgate.table.Key;
import io.tollgate.table.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the books change when a group of calls is settled: one write for each row, whatever the
/// number of calls.
final class SpendChanges {
  private final Map<Key, SpendRow.Delta> rows = new LinkedHashMap<>();

  SpendRow.Delta of(String hour, Subject subject, String tier) {
    return rows.computeIfAbsent(
        SpendRow.key(hour, subject, tier), key -> new SpendRow.Delta(subject, tier));
  }

  List<Write> writes() {
    var writes = new ArrayList<Write>();
    rows.forEach(
        (key, delta) -> writes.add(new Write.Update(key, delta.actions(), Condition.ALWAYS)));
    return writes;
  }
}
