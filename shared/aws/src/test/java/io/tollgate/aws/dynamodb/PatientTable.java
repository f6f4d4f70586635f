package io.tollgate.aws.dynamodb;

import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import java.time.Duration;

/// A table that waits longer than it is told. DynamoDB Local does a few hundred writes a second,
/// one after the other: when two hundred callers come at once, the last ones wait for more than the
/// second that a real store is given, and an unanswered hold may rightly count twice.
final class PatientTable extends DelegatingTable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  PatientTable(Table table) {
    super(table);
  }

  @Override
  public Table once(Duration limit) {
    return new PatientTable(table.once(PATIENCE));
  }
}
