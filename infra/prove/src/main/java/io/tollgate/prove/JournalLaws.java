package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Account;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.JournalItem;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Reservation;
import io.tollgate.spend.SpendRow;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What must be true of journal items, and the sums that follow from them.
final class JournalLaws {
  /// Five seconds, and one since the store's answers may show whole seconds only.
  private static final Duration OLDEST_RULES = Duration.ofSeconds(6);

  private final Known known;
  private final RowLaws rows;
  private final UncountedLaws uncounted;
  private final CapLaws caps;

  JournalLaws(Known known, RowLaws rows, UncountedLaws uncounted, CapLaws caps) {
    this.known = known;
    this.uncounted = uncounted;
    this.caps = caps;
    this.rows = rows;
  }

  /// I5, and the sums that follow from a journal item.
  void journal(Key key, Set<String> touched, Set<String> hours) {
    Item item = known.store.apply(key);
    CallRecord record = known.records.get(key.sk());
    if (record == null) {
      record = new CallRecord(reservation(key, item), known.clock.instant());
      known.records.put(key.sk(), record);
      uncounted.meets(record);
    }
    String state = item.text("st").orElse("");
    String source = item.text("src").orElse("");
    long net = item.num("net").asLong();
    lawfulStep(record, state, source, net);
    count(record, source, net);
    if (record.isOpen()) {
      opens(record, -1, touched);
    }
    long difference = net - record.net;
    if (difference != 0) {
      record.changed = known.clock.instant();
    }
    record.state = state;
    record.source = source;
    record.net = net;
    if (record.isOpen()) {
      opens(record, 1, touched);
    }
    for (String pk : Known.accounts(record.reservation)) {
      touched.add(pk);
      Books books = known.books(pk);
      for (String window : record.reservation.windows().ids()) {
        Books.Window sums = books.window(window);
        sums.net += difference;
        sums.uncounted += record.uncounted ? difference : 0;
        sums.peak = Math.max(sums.peak, sums.net);
      }
    }
    String hour = SpendRow.partition(record.reservation.windows().hour());
    rows.charged(hour, difference);
    hours.add(hour);
  }

  private Reservation reservation(Key key, Item item) {
    Reservation reservation =
        JournalItem.read(key.sk(), known.minutes, item)
            .reservation()
            .orElseThrow(() -> Laws.broken("a record without a description", key.sk()));
    Asked asked = known.asked(key.sk());
    if (!asked.subject().equals(reservation.subject())
        || !asked.amount().equals(reservation.amount())
        || !(isAskedFor(asked, reservation) || uncounted.isMadeByEvent(asked, reservation))
        || !known.calendar.windows(reservation.rid().bucket()).equals(reservation.windows())) {
      throw Laws.broken(
          "the record " + reservation + " is not what was asked for: " + asked, key.sk());
    }
    return reservation;
  }

  private static boolean isAskedFor(Asked asked, Reservation reservation) {
    return asked.booked().equals(reservation.booked()) && held(asked).equals(held(reservation));
  }

  private static Set<Scope> held(Asked asked) {
    return asked.holds().stream().map(Hold::scope).collect(Collectors.toSet());
  }

  private static Set<Scope> held(Reservation reservation) {
    return reservation.held().stream().map(Reservation.Held::scope).collect(Collectors.toSet());
  }

  private void lawfulStep(CallRecord record, String state, String source, long net) {
    String from = record.state + record.source;
    String to = state + source;
    boolean lawful =
        switch (from) {
          case "" ->
              to.equals("OPEN")
                  || to.equals("SETTLEDnone")
                  || (record.uncounted && state.equals("SETTLED"));
          case "OPEN" -> state.equals("SETTLED");
          case "SETTLEDbound" -> to.equals("SETTLEDusage");
          default -> false;
        };
    if (!lawful) {
      throw Laws.broken("I5: a record went from '" + from + "' to '" + to + "'", record.rid);
    }
    if (state.equals("SETTLED") && record.isSent() && net < record.covered()) {
      throw Laws.broken("I4: billed " + record.bill + ", charged " + net, record.rid);
    }
    if (record.unserved && net != 0) {
      throw Laws.broken("a call that was never sent is charged " + net, record.rid);
    }
    if (net < 0 || net > Math.max(record.amount, record.bill)) {
      throw Laws.broken("a charge of " + net + " for a bound of " + record.amount, record.rid);
    }
  }

  /// A call costs nothing, as its gateway says; if that has settled it, for ever.
  void unserved(Reservation reservation, boolean settled) {
    String rid = reservation.rid().toString();
    CallRecord record = known.records.get(rid);
    if ((record == null || !record.dispatched) && known.heldBack.add(rid)) {
      known.counts.fenced++;
    }
    if (!settled) {
      return;
    }
    if (record == null || !record.isSettled() || record.net != 0) {
      throw Laws.broken("a call that was settled at zero is not", rid);
    }
    record.unserved = true;
  }

  private void count(CallRecord record, String source, long net) {
    if (source.equals("bound")) {
      known.counts.bounds++;
    }
    if (record.source.equals("bound") && source.equals("usage")) {
      known.counts.lateTruths++;
    }
    if (source.equals("none") && net != 0) {
      throw Laws.broken("an unserved call is charged " + net, record.rid);
    }
  }

  private void opens(CallRecord record, int sign, Set<String> touched) {
    Reservation reservation = record.reservation;
    Bucket bucket = reservation.rid().bucket();
    Set<CallRecord> inBucket = known.open.computeIfAbsent(bucket, b -> new LinkedHashSet<>());
    if (sign > 0) {
      inBucket.add(record);
    } else {
      inBucket.remove(record);
    }
    for (Reservation.Held held : reservation.held()) {
      String pk = Account.key(held.scope()).pk();
      touched.add(pk);
      Books.Bucket books = known.books(pk).bucket(bucket.id());
      books.open += sign * record.amount;
      books.openCalls += sign;
      if (record.dispatched) {
        books.dispatched += sign * record.amount;
      }
    }
    if (record.dispatched) {
      for (String pk : Known.accounts(reservation)) {
        for (String window : reservation.windows().ids()) {
          known.books(pk).window(window).open += sign * record.amount;
        }
      }
    }
  }

  /// The rules that admitted a call were in force at most five seconds before its record landed.
  void admittedBy(Reservation reservation, Instant replaced) {
    String rid = reservation.rid().toString();
    CallRecord record = known.records.get(rid);
    if (record != null && replaced.isBefore(record.landed.minus(OLDEST_RULES))) {
      throw Laws.broken(
          "admitted at " + record.landed + " by rules that were replaced at " + replaced, rid);
    }
  }

  /// The call goes to the provider, which will bill so much. Returns the accounts that it touches.
  Set<String> dispatched(Reservation reservation, long bill) {
    known.counts.dispatched++;
    String rid = reservation.rid().toString();
    CallRecord record = known.records.get(rid);
    if (record == null
        || record.dispatched
        || !(record.isOpen() || record.source.equals("bound"))) {
      throw Laws.broken("a call goes to the provider behind no open record", rid);
    }
    var touched = new LinkedHashSet<String>();
    if (record.isOpen()) {
      opens(record, -1, touched);
    }
    record.dispatched = true;
    record.bill = bill;
    caps.dispatched(record, bill);
    if (record.isOpen()) {
      opens(record, 1, touched);
    }
    bill(record, touched);
    return touched;
  }

  private void bill(CallRecord record, Set<String> touched) {
    Reservation reservation = record.reservation;
    Asked asked = known.asked(record.rid);
    for (Hold hold : asked.holds()) {
      Books books = known.books(Account.key(hold.scope()).pk());
      for (Period period : Period.values()) {
        Books.Window window = books.window(reservation.windows().of(period));
        OptionalLong limit = asked.hardLimit(hold, period, reservation.rid().bucket());
        if (limit.isPresent()) {
          window.limit = Math.max(window.limit, limit.getAsLong());
        } else {
          window.unlimited += record.covered();
        }
      }
    }
    for (String pk : Known.accounts(reservation)) {
      touched.add(pk);
      for (String id : reservation.windows().ids()) {
        known.books(pk).window(id).bill += record.covered();
      }
    }
    for (Scope scope : reservation.booked()) {
      for (String id : reservation.windows().ids()) {
        known.books(Account.key(scope).pk()).window(id).unlimited += record.covered();
      }
    }
  }
}
