package io.tollgate.prove;

import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;

/// A mutant: updates are made whatever stands there.
final class Unconditional extends DelegatingTable {
  Unconditional(Table table) {
    super(table);
  }

  @Override
  public Answer write(Write write) {
    return table.write(
        write instanceof Write.Update update
            ? new Write.Update(update.key(), update.actions(), Condition.ALWAYS)
            : write);
  }
}
