package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How accounts change when a group of calls is settled: one write for each account, sums per
/// attribute.
final class AccountChanges {
  private final Map<Scope, AccountChange> accounts = new LinkedHashMap<>();

  AccountChange of(Scope scope, Instant now) {
    return accounts.computeIfAbsent(scope, account -> new AccountChange(account, now));
  }

  List<AccountChange> all() {
    return new ArrayList<>(accounts.values());
  }
}
