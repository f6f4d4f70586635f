package io.tollgate.key;

import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.util.List;

/// Another table that answers one write of four: one is lost on its way, two are applied and their
/// answers are lost.
public final class LossyTable extends DelegatingTable {
  private int calls;

  public LossyTable(Table table) {
    super(table);
  }

  @Override
  public Answer write(Write write) {
    return switch (calls++ % 4) {
      case 0 -> new Answer.Unknown("lost on its way");
      case 1, 3 -> {
        table.write(write);
        yield new Answer.Unknown("the answer was lost");
      }
      default -> table.write(write);
    };
  }

  @Override
  public Verdict transact(List<Write> writes) {
    return switch (calls++ % 4) {
      case 0 -> new Verdict.Unknown("lost on its way");
      case 1, 3 -> {
        table.transact(writes);
        yield new Verdict.Unknown("the answer was lost");
      }
      default -> table.transact(writes);
    };
  }
}
