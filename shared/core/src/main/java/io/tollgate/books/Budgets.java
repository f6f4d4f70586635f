package io.tollgate.books;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.key.VirtualKey;
import io.tollgate.ledger.Account;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Windows;
import io.tollgate.policy.Budget;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.Policy;
import io.tollgate.policy.Target;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// How the limits stand, account by account. Safe for concurrent calls.
///
/// A policy of one owner has a row also before anybody called; one of `each` has a row for every
/// account that exists. Accounts are read strongly, the list of them is a moment old.
public final class Budgets {
  /// The codes of the kinds, the widest first: the order of the list.
  private static final String ORDER = "wdmafkspo";

  private static final int BEFORE_NAME = "S#m#".length();

  private final Table table;
  private final Closing closing;
  private final Fan fan;

  public Budgets(Table table, Closing closing, Fan fan) {
    this.table = table;
    this.closing = closing;
    this.fan = fan;
  }

  /// A part of the list of accounts that a budget speaks of.
  ///
  /// @param rows in the order of the kinds of scopes, then of names as accounts spell them
  /// @param next the value of `after` to go on with; empty at the end
  public record Part(List<BudgetRow> rows, Optional<String> next) {
    public Part {
      rows = List.copyOf(rows);
    }
  }

  /// The rows of the next accounts.
  ///
  /// @param keys all virtual keys: policies call them by name, accounts by id
  /// @param after where the part before ended; empty for the first
  /// @param limit the most accounts, each of which may have several rows
  /// @param now the store's time
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  public Part part(
      Configuration configuration,
      Collection<VirtualKey> keys,
      String after,
      int limit,
      Instant now) {
    var names = new HashMap<String, String>();
    keys.forEach(key -> names.put(key.id(), key.name()));
    NavigableMap<String, Found> found = found(configuration, names);
    List<Map.Entry<String, Found>> page =
        found.tailMap(after, false).entrySet().stream().limit(limit).toList();
    List<Supplier<List<BudgetRow>>> reads =
        page.stream()
            .<Supplier<List<BudgetRow>>>map(
                entry -> () -> rows(entry.getValue(), configuration, names, now))
            .toList();
    boolean isLast = page.isEmpty() || found.higherKey(page.getLast().getKey()) == null;
    return new Part(
        fan.all(reads).stream().flatMap(List::stream).toList(),
        isLast ? Optional.empty() : Optional.of(page.getLast().getKey()));
  }

  /// How the limits of one account stand.
  ///
  /// @param name of the scope's owner for people; of a virtual key its name, else the scope's own
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  public List<BudgetRow> of(Scope scope, String name, Configuration configuration, Instant now) {
    Item item = table.get(Account.key(scope)).orEmpty();
    return configuration
        .policies()
        .hold(scope, name)
        .map(hold -> rows(hold, item, configuration, now))
        .orElse(List.of());
  }

  /// An account that a budget may speak of.
  ///
  /// @param key where it stands
  /// @param scope whose; of a long name only what stands in the key, if nobody said the name
  private record Found(Key key, Scope scope) {
    private String place() {
      return ORDER.indexOf(scope.kind().code()) + key.pk().substring(BEFORE_NAME);
    }
  }

  private NavigableMap<String, Found> found(
      Configuration configuration, Map<String, String> names) {
    var found = new TreeMap<String, Found>();
    Set<ScopeKind> listed = EnumSet.noneOf(ScopeKind.class);
    for (Policy policy : configuration.policies().all()) {
      if (policy instanceof Budget budget) {
        switch (budget.of()) {
          case Target.Each(ScopeKind kind) -> listed.add(kind);
          case Target.One(Scope scope) ->
              accounts(scope, names).forEach(one -> add(found, new Found(Account.key(one), one)));
        }
      }
    }
    listed.forEach(kind -> list(kind, found));
    return found;
  }

  private static void add(Map<String, Found> found, Found one) {
    found.putIfAbsent(one.place(), one);
  }

  /// The accounts that a policy of one owner means: of a key's name, all keys of that name.
  private static List<Scope> accounts(Scope scope, Map<String, String> names) {
    if (scope.kind() != ScopeKind.KEY || names.containsKey(scope.name())) {
      return List.of(scope);
    }
    return names.entrySet().stream()
        .filter(key -> key.getValue().equals(scope.name()))
        .map(key -> new Scope(ScopeKind.KEY, key.getKey()))
        .toList();
  }

  private void list(ScopeKind kind, Map<String, Found> found) {
    String code = String.valueOf(kind.code());
    for (Optional<String> next = Optional.of(""); next.isPresent(); ) {
      Page page = table.listed(code, next.get());
      for (Row row : page.rows()) {
        String name = row.key().pk().substring(BEFORE_NAME);
        add(found, new Found(row.key(), new Scope(kind, name)));
      }
      next = page.next();
    }
  }

  private List<BudgetRow> rows(
      Found found, Configuration configuration, Map<String, String> names, Instant now) {
    Item item = table.get(found.key()).orEmpty();
    Scope said = found.scope();
    var scope = new Scope(said.kind(), item.text(Account.NAME).orElse(said.name()));
    return configuration
        .policies()
        .hold(scope, names.getOrDefault(scope.name(), scope.name()))
        .map(hold -> rows(hold, item, configuration, now))
        .orElse(List.of());
  }

  private List<BudgetRow> rows(Hold hold, Item item, Configuration configuration, Instant now) {
    var account = new AccountView(item, configuration.calendar(), closing.closed());
    Windows windows = configuration.calendar().windows(Bucket.of(now, closing.minutes()));
    var rows = new ArrayList<BudgetRow>();
    for (Ceiling ceiling : hold.ceilings()) {
      Period period = ceiling.period();
      String window = windows.of(period);
      rows.add(
          new BudgetRow(
              ceiling.policy(),
              hold.scope(),
              period,
              ceiling.limit(),
              ceiling.mode(),
              account.spent(window),
              account.held(window),
              period == Period.TOTAL
                  ? Optional.empty()
                  : Optional.of(configuration.calendar().endOf(period, now))));
    }
    return rows;
  }
}
