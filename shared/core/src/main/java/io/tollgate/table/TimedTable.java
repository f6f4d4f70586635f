package io.tollgate.table;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

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
    return timed(
        () -> table.write(write),
        answer ->
            switch (answer) {
              case Answer.Applied(Item item, Instant at) -> Optional.of(at);
              case Answer.Refused(Item item, Instant at) -> Optional.of(at);
              case Answer.NotApplied notApplied -> Optional.empty();
              case Answer.Unknown unknown -> Optional.empty();
            });
  }

  @Override
  public Verdict transact(List<Write> writes) {
    return timed(
        () -> table.transact(writes),
        verdict ->
            verdict instanceof Verdict.Committed(Instant at) ? Optional.of(at) : Optional.empty());
  }

  @Override
  public Reading get(Key key) {
    return timed(() -> table.get(key), reading -> Optional.of(reading.at()));
  }

  @Override
  public Page query(Query query) {
    return timed(() -> table.query(query), page -> Optional.of(page.at()));
  }

  @Override
  public Page listed(String text, String after) {
    return timed(() -> table.listed(text, after), page -> Optional.of(page.at()));
  }

  @Override
  public Table once(Duration limit) {
    return new TimedTable(table.once(limit), clock);
  }

  private <T> T timed(Supplier<T> call, Function<T, Optional<Instant>> time) {
    Instant sent = clock.localNow();
    T result = call.get();
    time.apply(result).ifPresent(at -> clock.observe(sent, at, clock.localNow()));
    return result;
  }
}
