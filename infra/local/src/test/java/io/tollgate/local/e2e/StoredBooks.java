package io.tollgate.local.e2e;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.JournalItem;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Source;
import io.tollgate.money.Usd;
import io.tollgate.spend.SpendRow;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All money of a store, read item by item: the journal, the accounts that it names, the rows.
///
/// @param journal the calls that were reserved
/// @param accounts of all scopes of these calls
/// @param charged on each account, by the journal
/// @param rows what all spend rows add up to
record StoredBooks(
    List<JournalItem.Contents> journal,
    Map<Scope, AccountView> accounts,
    Map<Scope, Usd> charged,
    Usd rows) {
  /// @param from a time before the first call
  static StoredBooks read(Table table, Ledger ledger, Calendar calendar, Instant from) {
    int minutes = ledger.closing().minutes();
    var journal = new ArrayList<JournalItem.Contents>();
    Bucket end = Bucket.of(Instant.now(), minutes).next();
    for (Bucket at = Bucket.of(from, minutes); at.compareTo(end) <= 0; at = at.next()) {
      for (int shard = 0; shard < Rid.SHARDS; shard++) {
        for (Row row : all(table, Rid.partition(at, shard))) {
          journal.add(JournalItem.read(row.key().sk(), minutes, row.item()));
        }
      }
    }
    journal.removeIf(call -> call.reservation().isEmpty());
    var charged = new HashMap<Scope, Usd>();
    for (JournalItem.Contents call : journal) {
      scopes(call).forEach(scope -> charged.merge(scope, call.net(), Usd::plus));
    }
    Map<Scope, AccountView> accounts =
        charged.keySet().stream()
            .collect(Collectors.toMap(scope -> scope, scope -> ledger.view(scope, calendar)));
    return new StoredBooks(journal, accounts, charged, rows(table, journal));
  }

  private static Stream<Scope> scopes(JournalItem.Contents call) {
    Reservation reservation = call.reservation().orElseThrow();
    return Stream.concat(
        reservation.booked().stream(), reservation.held().stream().map(Reservation.Held::scope));
  }

  private static Usd rows(Table table, List<JournalItem.Contents> journal) {
    return journal.stream()
        .map(call -> SpendRow.partition(call.reservation().orElseThrow().windows().hour()))
        .distinct()
        .flatMap(hour -> all(table, hour).stream())
        .map(row -> SpendRow.read(row.item()).charge().total())
        .reduce(Usd.ZERO, Usd::plus);
  }

  private static List<Row> all(Table table, String partition) {
    Query query = Query.all(partition);
    var rows = new ArrayList<Row>();
    for (Optional<String> next = Optional.of(""); next.isPresent(); ) {
      Page page = table.query(next.get().isEmpty() ? query : query.from(next.get()));
      rows.addAll(page.rows());
      next = page.next();
    }
    return rows;
  }

  /// Whether no call is open and nothing is held, not even a leak.
  boolean isAtRest() {
    return journal.stream().allMatch(call -> call.state().equals("SETTLED"))
        && accounts.values().stream()
            .allMatch(account -> account.buckets().isEmpty() && account.calls() == 0);
  }

  /// What each account shows as charged since ever.
  Map<Scope, Usd> spent() {
    return accounts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> spent(one.getKey())));
  }

  Usd spent(Scope scope) {
    // The same in all calls' windows.
    String total = journal.getFirst().reservation().orElseThrow().windows().of(Period.TOTAL);
    return accounts.get(scope).spent(total);
  }

  /// What calls were charged from this source.
  Usd charged(Source source) {
    return journal.stream()
        .filter(call -> call.source().equals(Optional.of(source)))
        .map(JournalItem.Contents::net)
        .reduce(Usd.ZERO, Usd::plus);
  }

  /// What metered calls were charged, by request id.
  Map<String, Usd> metered() {
    return journal.stream()
        .filter(call -> call.source().equals(Optional.of(Source.USAGE)))
        .collect(
            Collectors.toMap(
                call -> call.reservation().orElseThrow().request(),
                JournalItem.Contents::net,
                Usd::plus));
  }
}
