package io.tollgate.prove;

import io.tollgate.ledger.Account;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Rid;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What the laws keep of a world: what was asked for, what the journal holds, the sums that
/// accounts must show, and where the mark of the sweep stands.
final class Known {
  final Map<String, Asked> asked = new HashMap<>();
  final Map<String, Asked> inFlight = new LinkedHashMap<>();
  private final Map<String, String> ids = new HashMap<>();
  final Map<String, CallRecord> records = new HashMap<>();
  final Map<Bucket, Set<CallRecord>> open = new HashMap<>();

  /// Calls that were admitted by all limits, and then not sent.
  final Set<String> heldBack = new HashSet<>();

  final Counts counts;
  final Calendar calendar;
  final InstantSource clock;
  private final Map<String, Books> accounts = new HashMap<>();
  private final Map<String, List<String>> windowsOf = new HashMap<>();
  Function<Key, Item> store = key -> Item.EMPTY;
  long closed = Long.MIN_VALUE;
  int minutes;

  /// @param calendar the organisation's, with every change of zone that will ever come
  /// @param clock the store's
  Known(Calendar calendar, Counts counts, InstantSource clock) {
    this.calendar = calendar;
    this.counts = counts;
    this.clock = clock;
  }

  Books books(String pk) {
    return accounts.computeIfAbsent(pk, p -> new Books());
  }

  /// What the attempt of that id asked for. An attempt has one id.
  Asked asked(String rid) {
    String name = name(Rid.parse(rid, minutes));
    Asked found = asked.get(name);
    if (found == null) {
      throw Laws.broken("nobody asked for this", rid);
    }
    String other = ids.putIfAbsent(name, rid);
    if (other != null && !other.equals(rid)) {
      throw Laws.broken("the attempt " + name + " has two ids", rid, other);
    }
    return found;
  }

  /// Whether an attempt's own record already counts for it.
  boolean isCounted(String name) {
    CallRecord record = records.get(ids.getOrDefault(name, ""));
    return record != null && (record.dispatched || record.isSettled());
  }

  List<String> windowsOf(String held) {
    return windowsOf.computeIfAbsent(
        held,
        name -> calendar.windows(new Bucket(Bucket.number(name.substring(2)), minutes)).ids());
  }

  private static String name(Rid rid) {
    return rid.invocation() + "." + rid.attempt();
  }

  static List<String> accounts(Reservation reservation) {
    var pks = new ArrayList<String>();
    reservation.held().forEach(held -> pks.add(Account.key(held.scope()).pk()));
    reservation.booked().forEach(scope -> pks.add(Account.key(scope).pk()));
    return pks;
  }
}
