package io.tollgate.aws.dynamodb;

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

/// A table that waits longer than it is told. DynamoDB Local does a few hundred writes a second,
/// one after the other: when two hundred callers come at once, the last ones wait for more than the
/// second that a real store is given, and an unanswered hold may rightly count twice.
///
/// @param table to wait for
record PatientTable(Table table) implements Table {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public Table once(Duration limit) {
    return new PatientTable(table.once(PATIENCE));
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
}
