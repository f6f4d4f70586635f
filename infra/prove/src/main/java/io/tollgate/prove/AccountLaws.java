package io.tollgate.prove;

import io.tollgate.ledger.Account;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Slots;
import io.tollgate.table.Action;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Text;
import io.tollgate.table.Write;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/// What must be true of accounts: of what they show, admit and drop.
final class AccountLaws {
  private final Known known;

  AccountLaws(Known known) {
    this.known = known;
  }

  /// I2: a reserve that was applied leaves its account within the limits that it was asked under.
  void admitted(Write.Update update) {
    for (Action action : update.actions()) {
      if (action instanceof Action.Set(String name, Action.Literal(Text(String rid)))
          && name.equals("lr")) {
        Item item = known.store.apply(update.key());
        for (Hold hold : known.asked(rid).holds()) {
          if (Account.key(hold.scope()).equals(update.key())) {
            within(hold, rid, item);
          }
        }
      }
    }
  }

  private void within(Hold hold, String rid, Item item) {
    String pk = Account.key(hold.scope()).pk();
    long policies = item.num("pv").asLong();
    if (policies < known.books(pk).policies) {
      throw Laws.broken("admitted under policies " + policies + " after newer ones", pk);
    }
    known.books(pk).policies = policies;
    Bucket bucket = Rid.parse(rid, known.minutes).bucket();
    var windows = known.calendar.windows(bucket);
    for (Ceiling ceiling : hold.ceilings()) {
      if (!ceiling.mode().refuses()) {
        continue;
      }
      String used = "u." + windows.of(ceiling.period());
      long limit = known.asked(rid).limit(hold, ceiling, bucket);
      if (item.num(used).asLong() > limit) {
        throw Laws.broken(
            "I2: admitted at %s = %s under the limit %d of %s"
                .formatted(used, item.num(used), limit, ceiling),
            rid,
            pk);
      }
      if (item.num(used).compareTo(Num.of(ceiling.limit().picos().longValueExact())) > 0) {
        known.counts.raised++;
      }
    }
    for (Slots slots : hold.slots()) {
      if (slots.mode().refuses() && item.num("c").asLong() > slots.most()) {
        throw Laws.broken("I2: admitted as call number " + item.num("c") + " of " + hold, rid, pk);
      }
    }
  }

  /// A window may be dropped only when it has ended and all its buckets are closed.
  void dropped(Write.Update update) {
    String pk = update.key().pk();
    for (Action action : update.actions()) {
      if (!(action instanceof Action.Remove(String name))) {
        continue;
      }
      if (name.startsWith("r.")) {
        known.counts.folds++;
        if (Bucket.number(name.substring(2)) > known.closed) {
          throw Laws.broken("a fold of the open bucket " + name, pk);
        }
      }
      if (name.startsWith("u.")) {
        known.counts.drops++;
        String window = name.substring(2);
        if (known
            .calendar
            .windows(new Bucket(known.closed + 1, known.minutes))
            .ids()
            .contains(window)) {
          throw Laws.broken("a drop of the live window " + window, pk);
        }
        Item item = known.store.apply(update.key());
        Books.Window books = known.books(pk).window(window);
        books.dropped = books.net + heldIn(item, window);
        books.wasDropped = true;
      }
    }
  }

  private long heldIn(Item item, String window) {
    long sum = 0;
    for (int i = 0; i < item.size(); i++) {
      if (item.name(i).startsWith("r.") && known.windowsOf(item.name(i)).contains(window)) {
        sum += ((Num) item.value(i)).asLong();
      }
    }
    return sum;
  }

  /// A fingerprint has one place, and there are as many places as ever.
  private static void places(String pk, Item item) {
    List<String> places = item.namesStartingWith("f.");
    var prints = new HashSet<String>();
    places.forEach(place -> prints.add(item.text(place).orElse("")));
    if (prints.size() < places.size() || places.size() > 8) {
      throw Laws.broken("loops: " + places.size() + " places for " + prints, pk);
    }
  }

  /// I1, I3 and I4 of one account.
  void account(String pk) {
    Item item = known.store.apply(new Key(pk, "A"));
    places(pk, item);
    Books books = known.books(pk);
    var expected = new HashMap<String, Long>();
    books.windows.forEach((id, window) -> expected.put(id, window.net - window.dropped));
    long calls = 0;
    for (int i = 0; i < item.size(); i++) {
      String name = item.name(i);
      if (name.startsWith("r.")) {
        long held = ((Num) item.value(i)).asLong();
        covered(pk, name, held, books);
        known.windowsOf(name).forEach(window -> expected.merge(window, held, Long::sum));
      } else if (name.startsWith("c.")) {
        long in = ((Num) item.value(i)).asLong();
        calls += in;
        if (in < 0) {
          throw Laws.broken("I3: " + name + " is " + in, pk);
        }
      }
    }
    uncovered(pk, item, books);
    if (item.num("c").asLong() != calls) {
      throw Laws.broken("I1: c is " + item.num("c") + ", the buckets say " + calls, pk);
    }
    expected.forEach((window, used) -> {
      if (item.num("u." + window).asLong() != used) {
        throw Laws.broken(
            "I1: u.%s is %s, charged and held are %d"
                .formatted(window, item.num("u." + window), used),
            pk);
      }
    });
    books.windows.forEach((id, window) -> affordable(pk, id, window));
  }

  private void covered(String pk, String name, long held, Books books) {
    if (held < 0) {
      throw Laws.broken("I3: " + name + " is " + held, pk);
    }
    Books.Bucket bucket = books.buckets.get(name.substring(2));
    if (bucket == null) {
      return;
    }
    boolean isOpen = Bucket.number(name.substring(2)) > known.closed;
    if (bucket.dispatched > held || (isOpen && bucket.open > held)) {
      throw Laws.broken(
          "I3: %s holds %d, open calls need %d, dispatched ones %d"
              .formatted(name, held, bucket.open, bucket.dispatched),
          pk);
    }
  }

  private void uncovered(String pk, Item item, Books books) {
    books.buckets.forEach((id, bucket) -> {
      if (bucket.open > 0 && !item.has("r." + id)) {
        covered(pk, "r." + id, 0, books);
      }
    });
    books.buckets.values().removeIf(bucket -> bucket.openCalls == 0);
  }

  private static void affordable(String pk, String id, Books.Window window) {
    long net = window.net - window.uncounted;
    if (window.bill > net + window.open) {
      throw Laws.broken(
          "I4: %s of window %s is billed %d, charged %d, with %d open"
              .formatted(pk, id, window.bill, net, window.open),
          pk);
    }
    if (window.limit >= 0 && window.bill - window.unlimited > window.limit) {
      throw Laws.broken(
          "OVERSPEND: window %s is billed %d, the limit is %d"
              .formatted(id, window.bill, window.limit),
          pk);
    }
  }
}
