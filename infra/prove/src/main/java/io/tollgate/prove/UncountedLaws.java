package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Reservation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What must be true of calls that pass although the store gave no answer.
///
/// I11: a call passes uncounted only where some answer was missing and every limit of it says so.
/// What it costs is in the books once, when its event was handled, whatever of its holds and its
/// record landed; and it overspends nothing but itself: with its bill left out, every other law
/// holds as it does without it. An event that the queue took is charged in the end.
final class UncountedLaws {
  private final Known known;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Long> bills = new LinkedHashMap<>();

  UncountedLaws(Known known) {
    this.known = known;
  }

  /// A call passes.
  ///
  /// @param silence whether its process missed an answer while it asked
  void passes(Asked asked, Org org, Reservation reservation, boolean silence) {
    String rid = reservation.rid().toString();
    if (!silence) {
      throw Laws.broken("I11: a call passes uncounted although every answer came", rid);
    }
    if (asked.holds().isEmpty()
        || !asked.holds().stream().allMatch(hold -> org.isOpen(hold.scope()))) {
      throw Laws.broken("I11: a call passes uncounted under a closed limit: " + asked, rid);
    }
  }

  /// It goes to the provider, which will bill so much.
  void sent(Reservation reservation, long bill) {
    known.counts.uncounted++;
    String rid = reservation.rid().toString();
    if (known.asked(rid) == null || bills.put(rid, bill) != null) {
      throw Laws.broken("I11: a call passes uncounted twice", rid);
    }
    CallRecord record = known.records.get(rid);
    if (record != null) {
      meets(record);
    }
  }

  /// The record of a call that may be one of these was found in the journal.
  void meets(CallRecord record) {
    Long bill = bills.get(record.rid);
    if (bill == null || record.uncounted) {
      return;
    }
    if (record.dispatched) {
      throw Laws.broken("I11: a call is sent twice", record.rid);
    }
    record.uncounted = true;
    record.bill = bill;
    for (String pk : Known.accounts(record.reservation)) {
      for (String window : record.reservation.windows().ids()) {
        known.books(pk).window(window).uncounted += record.net;
      }
    }
  }

  /// Whether a record is of such a call, made by its event: it holds nowhere and is charged
  /// everywhere.
  boolean isMadeByEvent(Asked asked, Reservation reservation) {
    var accounts = new HashSet<Scope>(asked.booked());
    asked.holds().stream().map(Hold::scope).forEach(accounts::add);
    return bills.containsKey(reservation.rid().toString())
        && reservation.held().isEmpty()
        && new HashSet<>(reservation.booked()).equals(accounts);
  }

  /// The queue took a message for certain.
  void taken(UsageEvent event) {
    if (event instanceof UsageEvent.Ended ended) {
      taken.add(ended.reservation().rid().toString());
    }
  }

  /// At rest.
  void rest() {
    bills.forEach((rid, bill) -> {
      CallRecord record = known.records.get(rid);
      boolean isCharged = record != null && record.isSettled() && record.net >= bill;
      if (taken.contains(rid) && !isCharged) {
        throw Laws.broken("I11: billed " + bill + " uncounted, and never charged", rid);
      }
      if (record != null && record.isSettled() && !record.source.equals("none")) {
        known.counts.uncountedCharged++;
      }
    });
  }
}
