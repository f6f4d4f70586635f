package io.tollgate.table;

import java.time.Duration;
import java.util.List;

/// Another table, of which a test alters what it overrides.
public abstract class DelegatingTable implements Table {
  protected final Table table;

  protected DelegatingTable(Table table) {
    this.table = table;
  }

  @Override
  public Answer write(Write write) {
    return table.write(write);
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

  /// Itself: what is altered stays so, and tables in memory never keep anybody waiting.
  @Override
  public Table once(Duration limit) {
    return this;
  }
}
