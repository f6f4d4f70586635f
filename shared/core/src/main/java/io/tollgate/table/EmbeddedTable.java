package io.tollgate.table;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The table in memory. Every call is executed in its caller's thread, under one lock: no hand-off,
/// and obviously atomic.
///
/// Its answers are never {@link Answer.NotApplied} and never unknown.
public final class EmbeddedTable implements Table {
  private final ReentrantLock lock = new ReentrantLock();
  private final TableEngine engine;

  /// @param clock the store's
  public EmbeddedTable(InstantSource clock) {
    engine = new TableEngine(new MemoryItems(), clock);
  }

  @Override
  public Answer write(Write write) {
    lock.lock();
    try {
      return engine.write(write);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Verdict transact(List<Write> writes) {
    lock.lock();
    try {
      return engine.transact(writes);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Reading get(Key key) {
    return alone(() -> engine.get(key));
  }

  @Override
  public Page query(Query query) {
    return alone(() -> engine.query(query));
  }

  @Override
  public Page listed(String text, String after) {
    return alone(() -> engine.listed(text, after));
  }

  @Override
  public Table once(Duration limit) {
    return this;
  }

  private <T> T alone(Supplier<T> call) {
    lock.lock();
    try {
      return call.get();
    } finally {
      lock.unlock();
    }
  }
}
