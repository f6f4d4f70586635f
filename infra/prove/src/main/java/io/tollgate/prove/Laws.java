package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.key.Head;
import io.tollgate.ledger.Account;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Reservation;
import io.tollgate.proxy.Admission.Application;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
  private final AlertLaws alerts;
  private final RepeatLaws repeats;
  private final UncountedLaws uncounted;
  private final CapLaws caps;

  /// @param calendar the organisation's, with every change of zone that will ever come
  /// @param clock the store's
  /// @param capsIgnored whether a provider of this world ever ignores a cap
  Laws(Calendar calendar, Counts counts, InstantSource clock, boolean capsIgnored) {
    known = new Known(calendar, counts, clock);
    rows = new RowLaws(known);
    uncounted = new UncountedLaws(known);
    caps = new CapLaws(known, capsIgnored);
    journal = new JournalLaws(known, rows, uncounted, caps);
    accounts = new AccountLaws(known);
    alerts = new AlertLaws(known);
    repeats = new RepeatLaws(counts);
  }

  void look(Function<Key, Item> store) {
    known.store = store;
  }

  Map<String, CallRecord> records() {
    return known.records;
  }

  /// An attempt is about to ask.
  void asks(Asked asked) {
    known.inFlight.put(asked.name(), asked);
    if (known.asked.put(asked.name(), asked) != null) {
      throw broken("the attempt " + asked.name() + " was made twice");
    }
  }

  /// Nobody waits for the attempt any more: it ended, was refused, or its process died.
  void left(Asked asked) {
    known.inFlight.remove(asked.name());
  }

  /// A budget refused an attempt. Was it for money that is charged or may still be, or for a leak
  /// that heals later?
  void refused(Asked asked, Bucket bucket, Denial.OverBudget denial) {
    String pk = Account.key(denial.scope()).pk();
    String id = known.calendar.windows(bucket).of(denial.ceiling().period());
    Books.Window window = known.books(pk).window(id);
    long live = window.net + window.open + asked.amount().picos().longValueExact();
    for (Asked other : known.inFlight.values()) {
      if (other.holdsOn(denial.scope())
          && !known.isCounted(other.name())
          && !other.name().equals(asked.name())) {
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
        case 'A' -> alerts.raised(write.key());
        default -> {
          if (pk.equals(SWEEP)) {
            mark(known.store.apply(write.key()));
          } else if (write.key().equals(Head.KEY)) {
            caps.head(known.store.apply(write.key()));
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

  UncountedLaws uncounted() {
    return uncounted;
  }

  CapLaws caps() {
    return caps;
  }

  RepeatLaws repeats() {
    return repeats;
  }

  /// A gateway says that a call costs nothing.
  ///
  /// @param settled whether it has settled it so, for certain: then it costs nothing, for ever
  void unserved(Reservation reservation, boolean settled) {
    journal.unserved(reservation, settled);
  }

  /// The call goes to the provider, which will bill so much.
  ///
  /// @param replaced when the rules that admitted it were replaced by newer ones
  void dispatched(Reservation reservation, Instant replaced, long bill) {
    journal.admittedBy(reservation, replaced);
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

  /// The last settled call of each account: whoever hears of it again looks at the account.
  Collection<Reservation> settled() {
    var last = new LinkedHashMap<String, Reservation>();
    for (CallRecord record : known.records.values()) {
      if (record.isSettled()) {
        Known.accounts(record.reservation).forEach(pk -> last.put(pk, record.reservation));
      }
    }
    return last.values();
  }

  /// I9 where no message helps: the second look has raised what each account has come to, though
  /// the last message of it was lost, or its gateway died between settling and telling. Only a
  /// limit that is younger than the look may still wait for the next call.
  ///
  /// @param applied when the limits in force came into force everywhere
  /// @param delay from the end of a bucket until it is looked at for the second time
  /// @param since the buckets from then on
  void lookedAt(
      Configs.Config newest,
      Instant applied,
      Duration delay,
      Function<Instant, List<Bucket>> since) {
    var last = new HashMap<String, Instant>();
    for (CallRecord record : known.records.values()) {
      Instant look = record.reservation.rid().bucket().end().plus(delay);
      // Its gateway may have charged it alone, which no message told, long after the look.
      boolean isLate = record.uncounted && !record.changed.isBefore(look);
      if (record.net > 0 && look.isAfter(applied) && !isLate) {
        Known.accounts(record.reservation)
            .forEach(pk -> last.merge(pk, look, (one, other) -> one.isAfter(other) ? one : other));
      }
    }
    alerts.rest(
        newest,
        pk -> {
          Instant look = last.get(pk);
          return look == null ? List.of() : since.apply(look);
        });
  }

  /// Nothing goes to a provider for a member that its rules suspend.
  void lives(Application call, Configs.Config config) {
    String member = call.subject().attribution().member();
    if (config.suspended().contains(member)) {
      throw broken("a call of " + member + " is sent, who is suspended", call.invocation());
    }
  }

  /// I7: at rest nothing is held any more, and readers see what was charged. And I9.
  ///
  /// @param looked the buckets in which every account was looked at once more
  void rest(Set<Scope> scopes, Configs.Config newest, List<Bucket> looked) {
    Calendar today = newest.calendar();
    alerts.rest(newest, pk -> looked);
    uncounted.rest();
    caps.rest();
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
