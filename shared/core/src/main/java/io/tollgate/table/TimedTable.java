package io.tollgate.table;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A table that tells a {@link StoreClock} the time of every answer.
public final class TimedTable implements Table {
  private final Table table;
  private final StoreClock clock;

  public TimedTable(Table table, StoreClock clock) {
    this.table = table;
    this.clock = clock;
  }

  @Override
  public Answer write(Write write) {
    Instant sent = clock.localNow();
    Answer answer = table.write(write);
    switch (answer) {
      case Answer.Applied(Item item, Instant at) -> told(sent, at);
      case Answer.Refused(Item item, Instant at) -> told(sent, at);
      case Answer.NotApplied notApplied -> {}
      case Answer.Unknown unknown -> {}
    }
    return answer;
  }

  @Override
  public Verdict transact(List<Write> writes) {
    Instant sent = clock.localNow();
    Verdict verdict = table.transact(writes);
    if (verdict instanceof Verdict.Committed(Instant at)) {
      told(sent, at);
    }
    return verdict;
  }

  @Override
  public Reading get(Key key) {
    Instant sent = clock.localNow();
    Reading reading = table.get(key);
    told(sent, reading.at());
    return reading;
  }

  @Override
  public Page query(Query query) {
    Instant sent = clock.localNow();
    Page page = table.query(query);
    told(sent, page.at());
    return page;
  }

  @Override
  public Page listed(String text, String after) {
    Instant sent = clock.localNow();
    Page page = table.listed(text, after);
    told(sent, page.at());
    return page;
  }

  @Override
  public Table once(Duration limit) {
    return new TimedTable(table.once(limit), clock);
  }

  private void told(Instant sent, Instant at) {
    clock.observe(sent, at, clock.localNow());
  }
}
