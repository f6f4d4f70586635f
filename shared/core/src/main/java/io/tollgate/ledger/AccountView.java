package io.tollgate.ledger;

import io.tollgate.money.Usd;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What an account says, read at once: charged and held money per window, calls in flight.
///
/// @param item the account; empty if nobody ever called here
/// @param calendar the organisation's
/// @param closed the last closed bucket: what is held in it or before is a leak, which nobody
///   counts
public record AccountView(Item item, Calendar calendar, Bucket closed) {
  /// Money that was charged in a window and not taken back: `u − Σ r` over the window's buckets.
  public Usd spent(String window) {
    return usd(item.num(Account.used(window)).minus(heldIn(window, true)));
  }

  /// Money held for calls in flight in a window.
  public Usd held(String window) {
    return usd(heldIn(window, false));
  }

  /// What a reserve is judged by: charged and held, leaks left out.
  public Usd used(String window) {
    return spent(window).plus(held(window));
  }

  public long calls() {
    Num leaked = Num.ZERO;
    for (Bucket bucket : closedBuckets()) {
      leaked = leaked.plus(item.num(Account.callsIn(bucket)));
    }
    return item.num(Account.CALLS).minus(leaked).asLong();
  }

  /// The windows that the item shows.
  public List<String> windows() {
    return item.namesStartingWith(Account.USED).stream().map(Account::suffix).toList();
  }

  /// Buckets that the item still shows although they are closed, oldest first.
  public List<Bucket> closedBuckets() {
    return buckets().stream().filter(bucket -> bucket.compareTo(closed) <= 0).toList();
  }

  /// All buckets that the item shows, oldest first.
  public List<Bucket> buckets() {
    var buckets = new ArrayList<Bucket>();
    for (int i = 0; i < item.size(); i++) {
      String name = item.name(i);
      if (Account.isHeld(name)) {
        buckets.add(bucket(name));
      }
    }
    Collections.sort(buckets);
    return buckets;
  }

  /// Whether the item shows a bucket that is closed.
  public boolean hasLeak() {
    for (int i = 0; i < item.size(); i++) {
      if (Account.isHeld(item.name(i)) && bucket(item.name(i)).compareTo(closed) <= 0) {
        return true;
      }
    }
    return false;
  }

  private Bucket bucket(String held) {
    return new Bucket(Bucket.number(Account.suffix(held)), closed.minutes());
  }

  private Num heldIn(String window, boolean leaksToo) {
    Num sum = Num.ZERO;
    for (int i = 0; i < item.size(); i++) {
      String name = item.name(i);
      // A bucket stays for a while after its last call has ended, at zero.
      if (!Account.isHeld(name) || item.value(i).equals(Num.ZERO)) {
        continue;
      }
      Bucket bucket = bucket(name);
      if ((leaksToo || bucket.compareTo(closed) > 0) && calendar.windows(bucket).has(window)) {
        sum = sum.plus(item.num(name));
      }
    }
    return sum;
  }

  private static Usd usd(Num picos) {
    return new Usd(picos.exact());
  }
}
