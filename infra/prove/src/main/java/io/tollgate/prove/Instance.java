package io.tollgate.prove;

import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Ledger;
import io.tollgate.table.StoreClock;
import io.tollgate.table.Table;
import io.tollgate.table.TimedTable;

/// The production classes as one process has them, wired as a function wires them.
final class Instance {
  private final Host host;
  private final StoreClock clock;
  private final Closing closing;
  private final Ledger ledger;
  private final ConfigCache config;

  /// Asks the store, so it is called by an actor of the host.
  Instance(World world, Host host, Stage stage) {
    this.host = host;
    clock = new StoreClock(host);
    Table table = stage.alter(new TimedTable(stage.network(host), clock));
    closing = Closing.start(table, stage.longestCall(), stage.grace());
    ledger =
        new Ledger(
            table,
            closing,
            new ForkedFan(world, host),
            time -> world.current().sleep(time),
            world.random(),
            alarm -> {
              throw Laws.broken("an alarm: " + alarm, alarm.toString());
            });
    config = new ConfigCache(table, stage.configs());
  }

  String name() {
    return host.name();
  }

  Host host() {
    return host;
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

  ConfigCache config() {
    return config;
  }
}
