package io.tollgate.prove;

import io.tollgate.ledger.Account;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Demand;
import io.tollgate.ledger.Reservation;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What the laws keep of a world: what was asked for, what the journal holds, the sums that
/// accounts must show, and where the mark of the sweep stands.
final class Known {
  final Map<String, Demand> demands = new HashMap<>();
  final Map<String, Demand> inFlight = new LinkedHashMap<>();
  final Map<String, CallRecord> records = new HashMap<>();
  final Map<Bucket, Set<CallRecord>> open = new HashMap<>();
  final Counts counts;
  final Calendar calendar;
  private final Map<String, Books> accounts = new HashMap<>();
  private final Map<String, List<String>> windowsOf = new HashMap<>();
  Function<Key, Item> store = key -> Item.EMPTY;
  long closed = Long.MIN_VALUE;
  int minutes;

  /// @param calendar the organisation's, with every change of zone that will ever come
  Known(Calendar calendar, Counts counts) {
    this.calendar = calendar;
    this.counts = counts;
  }

  Books books(String pk) {
    return accounts.computeIfAbsent(pk, p -> new Books());
  }

  Demand demand(String rid) {
    Demand demand = demands.get(rid);
    if (demand == null) {
      throw Laws.broken("nobody asked for this", rid);
    }
    return demand;
  }

  List<String> windowsOf(String held) {
    return windowsOf.computeIfAbsent(
        held,
        name -> calendar.windows(new Bucket(Bucket.number(name.substring(2)), minutes)).ids());
  }

  static List<String> accounts(Reservation reservation) {
    var pks = new ArrayList<String>();
    reservation.held().forEach(held -> pks.add(Account.key(held.scope()).pk()));
    reservation.booked().forEach(scope -> pks.add(Account.key(scope).pk()));
    return pks;
  }
}
