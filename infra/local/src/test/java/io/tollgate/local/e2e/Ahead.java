package io.tollgate.local.e2e;

import io.tollgate.table.Answer;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A table whose clock is ahead.
record Ahead(Table table, Duration time) implements Table {
  @Override
  public Answer write(Write write) {
    return switch (table.write(write)) {
      case Answer.Applied(Item item, Instant at) -> new Answer.Applied(item, at.plus(time));
      case Answer.Refused(Item item, Instant at) -> new Answer.Refused(item, at.plus(time));
      case Answer other -> other;
    };
  }

  @Override
  public Verdict transact(List<Write> writes) {
    return switch (table.transact(writes)) {
      case Verdict.Committed(Instant at) -> new Verdict.Committed(at.plus(time));
      case Verdict other -> other;
    };
  }

  @Override
  public Reading get(Key key) {
    Reading reading = table.get(key);
    return new Reading(reading.item(), reading.at().plus(time));
  }

  @Override
  public Page query(Query query) {
    return later(table.query(query));
  }

  @Override
  public Page listed(String text, String after) {
    return later(table.listed(text, after));
  }

  private Page later(Page page) {
    return new Page(page.rows(), page.next(), page.at().plus(time));
  }

  @Override
  public Table once(Duration limit) {
    return new Ahead(table.once(limit), time);
  }
}
