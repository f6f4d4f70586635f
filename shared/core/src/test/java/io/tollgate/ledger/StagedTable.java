package io.tollgate.ledger;

import io.tollgate.table.Answer;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A table with a stage clock and keys of its own: a test says what time the store has, and finds
/// an empty table although a shared one stands behind it.
public final class StagedTable implements Table {
  private final Table table;
  private final String prefix;
  private final InstantSource clock;

  public StagedTable(Table table, String prefix, InstantSource clock) {
    this.table = table;
    this.prefix = prefix;
    this.clock = clock;
  }

  @Override
  public Answer write(Write write) {
    return switch (table.write(moved(write))) {
      case Answer.Applied(Item item, Instant at) -> new Answer.Applied(item, clock.instant());
      case Answer.Refused(Item item, Instant at) -> new Answer.Refused(item, clock.instant());
      case Answer.NotApplied no -> no;
      case Answer.Unknown unknown -> unknown;
    };
  }

  @Override
  public Verdict transact(List<Write> writes) {
    return switch (table.transact(writes.stream().map(this::moved).toList())) {
      case Verdict.Committed committed -> new Verdict.Committed(clock.instant());
      case Verdict.Cancelled cancelled -> cancelled;
      case Verdict.Unknown unknown -> unknown;
    };
  }

  @Override
  public Reading get(Key key) {
    return new Reading(table.get(moved(key)).item(), clock.instant());
  }

  @Override
  public Page query(Query query) {
    Page page =
        table.query(
            new Query(
                prefix + query.pk(), query.prefix(), query.after(), query.filter(), query.limit()));
    List<Row> rows =
        page.rows().stream()
            .map(row -> new Row(new Key(query.pk(), row.key().sk()), row.item()))
            .toList();
    return new Page(rows, page.next(), clock.instant());
  }

  @Override
  public Page listed(String text, String after) {
    return table.listed(text, after);
  }

  @Override
  public Table once(Duration limit) {
    return new StagedTable(table.once(limit), prefix, clock);
  }

  private Key moved(Key key) {
    return new Key(prefix + key.pk(), key.sk());
  }

  private Write moved(Write write) {
    return switch (write) {
      case Write.Put put -> new Write.Put(moved(put.key()), put.item(), put.condition());
      case Write.Update update ->
          new Write.Update(moved(update.key()), update.actions(), update.condition());
      case Write.Delete delete -> new Write.Delete(moved(delete.key()), delete.condition());
    };
  }
}
