package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Several postings as one transaction: one write an item, in the order journal items, accounts,
/// spend rows.
final class Group {
  private final List<Posting> postings;
  private final List<AccountChange> accounts;
  private final List<Write> writes;

  private Group(List<Posting> postings, List<AccountChange> accounts, List<Write> writes) {
    this.postings = postings;
    this.accounts = accounts;
    this.writes = writes;
  }

  static Group of(List<Posting> postings, Instant now) {
    var accounts = new AccountChanges();
    var rows = new SpendChanges();
    var writes = new ArrayList<Write>();
    for (Posting posting : postings) {
      writes.add(posting.journal());
      posting.addTo(accounts, now);
      posting.addTo(rows);
    }
    List<AccountChange> changes = accounts.all();
    changes.forEach(change -> writes.add(change.write()));
    writes.addAll(rows.writes());
    return new Group(postings, changes, writes);
  }

  /// Splits postings, in order, into groups that fit into one transaction each and name no journal
  /// item twice.
  static List<List<Posting>> split(List<Posting> postings) {
    var groups = new ArrayList<List<Posting>>();
    var current = new ArrayList<Posting>();
    var items = new HashSet<Key>();
    for (Posting posting : postings) {
      Set<Key> more = posting.items();
      boolean twice = items.contains(posting.key());
      items.addAll(more);
      if (!current.isEmpty() && (twice || items.size() > Table.LARGEST_TRANSACTION)) {
        groups.add(List.copyOf(current));
        current.clear();
        items.clear();
        items.addAll(more);
      }
      current.add(posting);
    }
    if (!current.isEmpty()) {
      groups.add(List.copyOf(current));
    }
    return groups;
  }

  List<Posting> postings() {
    return postings;
  }

  List<Write> writes() {
    return writes;
  }

  /// The journal item's refusal of the n-th posting, if it was refused.
  Optional<Item> refusal(Verdict.Cancelled verdict, int posting) {
    Verdict.Reason reason = verdict.reasons().get(posting);
    return reason.isCondition() ? reason.item() : Optional.empty();
  }

  /// The accounts that do not hold what was to be released.
  Set<Scope> refusedAccounts(Verdict.Cancelled verdict) {
    var refused = new HashSet<Scope>();
    for (int i = 0; i < accounts.size(); i++) {
      if (verdict.reasons().get(postings.size() + i).isCondition()) {
        refused.add(accounts.get(i).scope());
      }
    }
    return refused;
  }
}
