package io.tollgate.key;

import io.tollgate.table.Answer;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.util.List;

/// Another table that answers one write of four: one is lost on its way, two are applied and their
/// answers are lost.
public final class LossyTable implements Table {
  private final Table table;
  private int calls;

  public LossyTable(Table table) {
    this.table = table;
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
    return this;
  }
}
