package io.tollgate.prove;

import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.util.List;

/// A mutant: updates are made whatever stands there.
record Unconditional(Table table) implements Table {
  @Override
  public Answer write(Write write) {
    return table.write(
        write instanceof Write.Update update
            ? new Write.Update(update.key(), update.actions(), Condition.ALWAYS)
            : write);
  }

  @Override
  public Verdict transact(List<Write> writes) {
    return table.transact(writes);
  }

  @Override
  public Reading get(Key key) {
    return table.get(key);
  }

  @Override
  public Page query(Query query) {
    return table.query(query);
  }

  @Override
  public Page listed(String text, String after) {
    return table.listed(text, after);
  }

  @Override
  public Table once(Duration limit) {
    return new Unconditional(table.once(limit));
  }
}
