package io.tollgate.prove;

import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.policy.Book;
import io.tollgate.policy.PolicyStore;
import io.tollgate.policy.UncappedModels;
import io.tollgate.table.StoreClock;
import io.tollgate.table.Table;
import io.tollgate.table.TimedTable;
import java.util.concurrent.CompletableFuture;

/// The production classes as one process has them, wired as a function wires them.
final class Instance {
  private final Host host;
  private final StoreClock clock;
  private final Closing closing;
  private final Table table;
  private final Fan fan;
  private final Ledger ledger;
  private final Book book;

  /// Asks the store, so it is called by an actor of the host.
  Instance(World world, Host host, Stage stage) {
    this.host = host;
    clock = new StoreClock(host);
    table = stage.alter(new TimedTable(stage.network(host), clock));
    fan = new ForkedFan(world, host);
    closing = Closing.start(table, stage.longestCall(), stage.grace());
    book = new Book(new PolicyStore(table), new TableKeyStore(table), read -> join(world, read));
    ledger =
        new Ledger(
            table,
            closing,
            fan,
            time -> world.current().sleep(time),
            world.random(),
            new UncappedModels(table, book, alarm -> stage.laws().caps().alarm(host, alarm)));
  }

  /// Nobody goes on while this one runs, so it leaves until the read has ended.
  private static boolean join(World world, CompletableFuture<Boolean> read) {
    if (!read.isDone()) {
      Actor actor = world.current();
      var unused = read.whenComplete((moved, failure) -> world.at(world.now(), actor::resume));
      actor.await();
    }
    return read.join();
  }

  String name() {
    return host.name();
  }

  Host host() {
    return host;
  }

  Table table() {
    return table;
  }

  Fan fan() {
    return fan;
  }

  StoreClock clock() {
    return clock;
  }

  int minutes() {
    return closing.minutes();
  }

  Ledger ledger() {
    return ledger;
  }

  Book book() {
    return book;
  }
}
