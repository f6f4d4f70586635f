package io.tollgate.local.e2e;

import io.tollgate.books.BudgetRow;
import io.tollgate.books.Budgets;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.policy.Configuration;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks at all budgets all the time, by strong reads of the store.
final class BudgetWatch implements AutoCloseable {
  private final Budgets budgets;
  private final Configuration configuration;
  private final List<BudgetRow> breaches = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;
  private final AtomicInteger looks = new AtomicInteger();

  BudgetWatch(Table table, Closing closing, Configuration configuration) {
    this.budgets = new Budgets(table, closing, Fan.INLINE);
    this.configuration = configuration;
    this.thread = Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    while (!closed) {
      try {
        look();
      } catch (StoreUnavailable frozen) {
        // Then nobody moves money either.
      }
      Caller.pause(20);
    }
  }

  private void look() {
    Budgets.Part part = budgets.part(configuration, List.of(), "", 100, Instant.now());
    for (BudgetRow row : part.rows()) {
      if (row.spent().plus(row.held()).compareTo(row.limit()) > 0) {
        breaches.add(row);
      }
    }
    looks.incrementAndGet();
  }

  int looks() {
    return looks.get();
  }

  /// Every row that showed more money used than there is.
  List<BudgetRow> breaches() {
    return List.copyOf(breaches);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
