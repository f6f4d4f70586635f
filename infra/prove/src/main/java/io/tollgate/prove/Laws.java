package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Account;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Demand;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Rid;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Write;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What must be true after every single write, whatever went wrong before it.
///
/// It reads the store directly, and keeps books of its own: of what the provider bills, which
/// nobody else can know, and of the sums that accounts and spend rows must show.
final class Laws {
  private static final String SWEEP = "W#sweep";

  private final Known known;
  private final RowLaws rows;
  private final JournalLaws journal;
  private final AccountLaws accounts;

  /// @param calendar the organisation's, with every change of zone that will ever come
  Laws(Calendar calendar, Counts counts) {
    known = new Known(calendar, counts);
    rows = new RowLaws(known);
    journal = new JournalLaws(known, rows);
    accounts = new AccountLaws(known);
  }

  void look(Function<Key, Item> store) {
    known.store = store;
  }

  Map<String, CallRecord> records() {
    return known.records;
  }

  /// A call is about to ask for its holds.
  void demanded(Demand demand) {
    known.inFlight.put(demand.rid().toString(), demand);
    if (known.demands.put(demand.rid().toString(), demand) != null) {
      throw broken("the id " + demand.rid() + " was minted twice", demand.rid().toString());
    }
  }

  /// Nobody waits for the call any more: it ended, was refused, or its process died.
  void left(Rid rid) {
    known.inFlight.remove(rid.toString());
  }

  /// A budget refused a call. Was it for money that is charged or may still be, or for a leak that
  /// heals later?
  void refused(Demand demand, Denial.OverBudget denial) {
    String pk = Account.key(denial.scope()).pk();
    String id = known.calendar.windows(demand.rid().bucket()).of(denial.ceiling().period());
    Books.Window window = known.books(pk).window(id);
    long live = window.net + window.open + demand.amount().picos().longValueExact();
    for (Demand other : known.inFlight.values()) {
      CallRecord record = known.records.get(other.rid().toString());
      boolean counted = record != null && (record.dispatched || record.isSettled());
      boolean holds = other.holds().stream().anyMatch(hold -> hold.scope().equals(denial.scope()));
      if (holds && !counted && !other.rid().equals(demand.rid())) {
        live += other.amount().picos().longValueExact();
      }
    }
    known.counts.overBudget++;
    if (live <= denial.ceiling().limit().picos().longValueExact()) {
      known.counts.blockedByLeaks++;
    }
  }

  /// After a write was applied.
  void hold(List<Write> writes) {
    known.counts.writes++;
    var touched = new LinkedHashSet<String>();
    var hours = new HashSet<String>();
    for (Write write : writes) {
      String pk = write.key().pk();
      switch (pk.charAt(0)) {
        case 'J' -> journal.journal(write.key(), touched, hours);
        case 'D' -> rows.row(write.key(), hours);
        case 'S' -> touched.add(pk);
        default -> {
          if (pk.equals(SWEEP)) {
            mark(known.store.apply(write.key()));
          }
        }
      }
    }
    for (Write write : writes) {
      if (write.key().pk().startsWith("S#") && write instanceof Write.Update update) {
        accounts.admitted(update);
        accounts.dropped(update);
      }
    }
    touched.forEach(accounts::account);
    hours.forEach(rows::hour);
  }

  /// A call was settled as never sent, for certain: from now on it costs nothing, for ever.
  void unserved(Reservation reservation) {
    journal.unserved(reservation);
  }

  /// The call goes to the provider, which will bill so much.
  void dispatched(Reservation reservation, long bill) {
    journal.dispatched(reservation, bill).forEach(accounts::account);
  }

  /// The mark moves one bucket at a time, and never past a call that went to the provider.
  private void mark(Item item) {
    long next = item.num("ct").asLong();
    known.minutes = (int) item.num("len").asLong();
    if (known.closed != Long.MIN_VALUE && next != known.closed + 1) {
      throw broken("the mark jumps from " + known.closed + " to " + next, SWEEP);
    }
    if (known.closed != Long.MIN_VALUE) {
      known.counts.closed++;
    }
    known.closed = next;
    for (CallRecord record : known.open.getOrDefault(new Bucket(next, known.minutes), Set.of())) {
      if (record.dispatched) {
        throw broken("a bucket was closed over an open call", record.rid, SWEEP);
      }
    }
  }

  int minutes() {
    return known.minutes;
  }

  /// How much of a window is charged, for certain.
  long net(Scope scope, String window) {
    return known.books(Account.key(scope).pk()).window(window).net;
  }

  /// I7: at rest nothing is held any more, and readers see what was charged.
  void rest(Set<Scope> scopes, Calendar today) {
    for (CallRecord record : known.records.values()) {
      if (record.isOpen() && record.dispatched) {
        throw broken("I7: a call is open for ever", record.rid);
      }
      if (record.source.equals("usage") && record.net != record.bill) {
        throw broken("I7: charged " + record.net + ", billed " + record.bill, record.rid);
      }
    }
    for (Scope scope : scopes) {
      String pk = Account.key(scope).pk();
      Item item = known.store.apply(new Key(pk, "A"));
      for (String name : item.names()) {
        if (name.startsWith("r.") && Bucket.number(name.substring(2)) <= known.closed) {
          throw broken("I7: " + name + " stands there after a touch", pk);
        }
        if (name.startsWith("r.") || (name.equals("c") && item.num("c").signum() != 0)) {
          throw broken("I7: at rest it shows " + name + " = " + item.num(name), pk);
        }
      }
      var live = today.windows(new Bucket(known.closed + 1, known.minutes)).ids();
      known
          .books(pk)
          .windows
          .forEach((id, window) -> {
            long shown = item.num("u." + id).asLong();
            if (live.contains(id) && shown != window.net) {
              throw broken("I7: u." + id + " shows " + shown + " of " + window.net, pk);
            }
          });
    }
  }

  static BrokenLaw broken(String what, String... about) {
    return new BrokenLaw(what, Set.of(about));
  }
}
