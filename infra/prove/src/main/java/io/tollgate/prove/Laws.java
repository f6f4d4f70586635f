package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Account;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Demand;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.JournalItem;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Rid;
import io.tollgate.spend.SpendRow;
import io.tollgate.table.Action;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Text;
import io.tollgate.table.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What must be true after every single write, whatever went wrong before it.
///
/// It reads the store directly, and keeps books of its own: of what the provider bills, which
/// nobody else can know, and of the sums that accounts and spend rows must show.
final class Laws {
  private static final String SWEEP = "W#sweep";

  private final Map<String, Demand> demands = new HashMap<>();
  private final Map<String, Demand> inFlight = new LinkedHashMap<>();
  private final Map<String, CallRecord> records = new HashMap<>();
  private final Map<String, Books> accounts = new HashMap<>();
  private final Map<Key, Long> rows = new HashMap<>();
  private final Map<String, Long> nets = new HashMap<>();
  private final Map<Bucket, Set<CallRecord>> open = new HashMap<>();
  private final Counts counts;
  private final Calendar calendar;
  private Function<Key, Item> store = key -> Item.EMPTY;
  private long closed = Long.MIN_VALUE;
  private int minutes;

  /// @param calendar the organisation's, with every change of zone that will ever come
  Laws(Calendar calendar, Counts counts) {
    this.calendar = calendar;
    this.counts = counts;
  }

  void look(Function<Key, Item> store) {
    this.store = store;
  }

  Map<String, CallRecord> records() {
    return records;
  }

  /// A call is about to ask for its holds.
  void demanded(Demand demand) {
    inFlight.put(demand.rid().toString(), demand);
    if (demands.put(demand.rid().toString(), demand) != null) {
      throw broken("the id " + demand.rid() + " was minted twice", demand.rid().toString());
    }
  }

  /// Nobody waits for the call any more: it ended, was refused, or its process died.
  void left(Rid rid) {
    inFlight.remove(rid.toString());
  }

  /// A budget refused a call. Was it for money that is charged or may still be, or for a leak that
  /// heals later?
  void refused(Demand demand, Denial.OverBudget denial) {
    String pk = Account.key(denial.scope()).pk();
    String id = calendar.windows(demand.rid().bucket()).of(denial.ceiling().period());
    Books.Window window = books(pk).window(id);
    long live = window.net + window.open + demand.amount().picos().longValueExact();
    for (Demand other : inFlight.values()) {
      CallRecord record = records.get(other.rid().toString());
      boolean counted = record != null && (record.dispatched || record.isSettled());
      boolean holds = other.holds().stream().anyMatch(hold -> hold.scope().equals(denial.scope()));
      if (holds && !counted && !other.rid().equals(demand.rid())) {
        live += other.amount().picos().longValueExact();
      }
    }
    counts.overBudget++;
    if (live <= denial.ceiling().limit().picos().longValueExact()) {
      counts.blockedByLeaks++;
    }
  }

  /// After a write was applied.
  void hold(List<Write> writes) {
    counts.writes++;
    var touched = new LinkedHashSet<String>();
    var hours = new HashSet<String>();
    for (Write write : writes) {
      String pk = write.key().pk();
      switch (pk.charAt(0)) {
        case 'J' -> journal(write.key(), touched, hours);
        case 'D' -> row(write.key(), hours);
        case 'S' -> touched.add(pk);
        default -> {
          if (pk.equals(SWEEP)) {
            mark(store.apply(write.key()));
          }
        }
      }
    }
    for (Write write : writes) {
      if (write.key().pk().startsWith("S#") && write instanceof Write.Update update) {
        admitted(update);
        dropped(update);
      }
    }
    touched.forEach(this::account);
    hours.forEach(this::hour);
  }

  /// I5, and the sums that follow from a journal item.
  private void journal(Key key, Set<String> touched, Set<String> hours) {
    Item item = store.apply(key);
    CallRecord record = records.get(key.sk());
    if (record == null) {
      record = new CallRecord(reservation(key, item));
      records.put(key.sk(), record);
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
    record.state = state;
    record.source = source;
    record.net = net;
    if (record.isOpen()) {
      opens(record, 1, touched);
    }
    for (String pk : accounts(record.reservation)) {
      touched.add(pk);
      Books books = books(pk);
      for (String window : record.reservation.windows().ids()) {
        books.window(window).net += difference;
      }
    }
    String hour = SpendRow.partition(record.reservation.windows().hour());
    nets.merge(hour, difference, Long::sum);
    hours.add(hour);
  }

  private Reservation reservation(Key key, Item item) {
    Reservation reservation =
        JournalItem.read(key.sk(), minutes, item)
            .reservation()
            .orElseThrow(() -> broken("a record without a description", key.sk()));
    Demand demand = demands.get(key.sk());
    if (demand == null
        || !demand.amount().equals(reservation.amount())
        || !demand.booked().equals(reservation.booked())
        || !calendar.windows(reservation.rid().bucket()).equals(reservation.windows())) {
      throw broken("the record " + reservation + " is not what was demanded: " + demand, key.sk());
    }
    return reservation;
  }

  private void lawfulStep(CallRecord record, String state, String source, long net) {
    String from = record.state + record.source;
    String to = state + source;
    boolean lawful =
        switch (from) {
          case "" -> to.equals("OPEN") || to.equals("SETTLEDnone");
          case "OPEN" -> state.equals("SETTLED");
          case "SETTLEDbound" -> to.equals("SETTLEDusage");
          default -> false;
        };
    if (!lawful) {
      throw broken("I5: a record went from '" + from + "' to '" + to + "'", record.rid);
    }
    if (state.equals("SETTLED") && record.dispatched && net < record.bill) {
      throw broken("I4: billed " + record.bill + ", charged " + net, record.rid);
    }
    if (record.unserved && net != 0) {
      throw broken("a call that was never sent is charged " + net, record.rid);
    }
    if (net < 0 || net > record.amount) {
      throw broken("a charge of " + net + " for a bound of " + record.amount, record.rid);
    }
  }

  /// A call was settled as never sent, for certain: from now on it costs nothing, for ever.
  void unserved(Reservation reservation) {
    String rid = reservation.rid().toString();
    CallRecord record = records.get(rid);
    if (record == null || !record.isSettled() || record.net != 0) {
      throw broken("a call that was settled at zero is not", rid);
    }
    record.unserved = true;
  }

  private void count(CallRecord record, String source, long net) {
    if (source.equals("bound")) {
      counts.bounds++;
    }
    if (record.source.equals("bound") && source.equals("usage")) {
      counts.lateTruths++;
    }
    if (source.equals("none") && net != 0) {
      throw broken("an unserved call is charged " + net, record.rid);
    }
  }

  private void opens(CallRecord record, int sign, Set<String> touched) {
    Reservation reservation = record.reservation;
    Bucket bucket = reservation.rid().bucket();
    Set<CallRecord> inBucket = open.computeIfAbsent(bucket, b -> new LinkedHashSet<>());
    if (sign > 0) {
      inBucket.add(record);
    } else {
      inBucket.remove(record);
    }
    for (Reservation.Held held : reservation.held()) {
      String pk = Account.key(held.scope()).pk();
      touched.add(pk);
      Books.Bucket books = books(pk).bucket(bucket.id());
      books.open += sign * record.amount;
      books.openCalls += sign;
      if (record.dispatched) {
        books.dispatched += sign * record.amount;
      }
    }
    if (record.dispatched) {
      for (String pk : accounts(reservation)) {
        for (String window : reservation.windows().ids()) {
          books(pk).window(window).open += sign * record.amount;
        }
      }
    }
  }

  private static List<String> accounts(Reservation reservation) {
    var pks = new ArrayList<String>();
    reservation.held().forEach(held -> pks.add(Account.key(held.scope()).pk()));
    reservation.booked().forEach(scope -> pks.add(Account.key(scope).pk()));
    return pks;
  }

  private Books books(String pk) {
    return accounts.computeIfAbsent(pk, p -> new Books());
  }

  /// The call goes to the provider, which will bill so much.
  void dispatched(Reservation reservation, long bill) {
    counts.dispatched++;
    String rid = reservation.rid().toString();
    CallRecord record = records.get(rid);
    if (record == null
        || record.dispatched
        || !(record.isOpen() || record.source.equals("bound"))) {
      throw broken("a call goes to the provider behind no open record", rid);
    }
    var touched = new LinkedHashSet<String>();
    if (record.isOpen()) {
      opens(record, -1, touched);
    }
    record.dispatched = true;
    record.bill = bill;
    if (record.isOpen()) {
      opens(record, 1, touched);
    }
    bill(record, touched);
    touched.forEach(this::account);
  }

  private void bill(CallRecord record, Set<String> touched) {
    Reservation reservation = record.reservation;
    Demand demand = demand(record.rid);
    for (Hold hold : demand.holds()) {
      for (Ceiling ceiling : hold.ceilings()) {
        Books.Window window =
            books(Account.key(hold.scope()).pk())
                .window(reservation.windows().of(ceiling.period()));
        window.limit = Math.max(window.limit, ceiling.limit().picos().longValueExact());
      }
    }
    for (String pk : accounts(reservation)) {
      touched.add(pk);
      for (String id : reservation.windows().ids()) {
        books(pk).window(id).bill += record.bill;
      }
    }
    for (Scope scope : reservation.booked()) {
      for (String id : reservation.windows().ids()) {
        books(Account.key(scope).pk()).window(id).booked += record.bill;
      }
    }
  }

  private Demand demand(String rid) {
    Demand demand = demands.get(rid);
    if (demand == null) {
      throw broken("nobody asked for this", rid);
    }
    return demand;
  }

  /// I2: a reserve that was applied leaves its account within the limits that it was asked under.
  private void admitted(Write.Update update) {
    for (Action action : update.actions()) {
      if (action instanceof Action.Set(String name, Action.Literal(Text(String rid)))
          && name.equals("lr")) {
        Demand demand = demand(rid);
        Item item = store.apply(update.key());
        for (Hold hold : demand.holds()) {
          if (Account.key(hold.scope()).equals(update.key())) {
            within(hold, demand, item);
          }
        }
      }
    }
  }

  private void within(Hold hold, Demand demand, Item item) {
    String pk = Account.key(hold.scope()).pk();
    long policies = item.num("pv").asLong();
    if (policies < books(pk).policies) {
      throw broken("admitted under policies " + policies + " after newer ones", pk);
    }
    books(pk).policies = policies;
    var windows = calendar.windows(demand.rid().bucket());
    for (Ceiling ceiling : hold.ceilings()) {
      String used = "u." + windows.of(ceiling.period());
      long limit = ceiling.limit().picos().longValueExact();
      if (item.num(used).asLong() > limit) {
        throw broken(
            "I2: admitted at %s = %s under the limit %d of %s"
                .formatted(used, item.num(used), limit, ceiling),
            demand.rid().toString(),
            pk);
      }
    }
    if (hold.concurrency().isPresent() && item.num("c").asLong() > hold.concurrency().getAsLong()) {
      throw broken(
          "I2: admitted as call number " + item.num("c") + " of " + hold,
          demand.rid().toString(),
          pk);
    }
  }

  /// A window may be dropped only when it has ended and all its buckets are closed.
  private void dropped(Write.Update update) {
    String pk = update.key().pk();
    for (Action action : update.actions()) {
      if (!(action instanceof Action.Remove(String name))) {
        continue;
      }
      if (name.startsWith("r.")) {
        counts.folds++;
        if (Bucket.number(name.substring(2)) > closed) {
          throw broken("a fold of the open bucket " + name, pk);
        }
      }
      if (name.startsWith("u.")) {
        counts.drops++;
        String window = name.substring(2);
        if (calendar.windows(new Bucket(closed + 1, minutes)).ids().contains(window)) {
          throw broken("a drop of the live window " + window, pk);
        }
        Item item = store.apply(update.key());
        Books.Window books = books(pk).window(window);
        books.dropped = books.net + heldIn(item, window);
        books.wasDropped = true;
      }
    }
  }

  private long heldIn(Item item, String window) {
    long sum = 0;
    for (int i = 0; i < item.size(); i++) {
      if (item.name(i).startsWith("r.") && windowsOf(item.name(i)).contains(window)) {
        sum += ((Num) item.value(i)).asLong();
      }
    }
    return sum;
  }

  private List<String> windowsOf(String held) {
    return windowsOf.computeIfAbsent(
        held,
        name -> calendar.windows(new Bucket(Bucket.number(name.substring(2)), minutes)).ids());
  }

  private final Map<String, List<String>> windowsOf = new HashMap<>();

  /// I1, I3 and I4 of one account.
  private void account(String pk) {
    Item item = store.apply(new Key(pk, "A"));
    Books books = books(pk);
    var expected = new HashMap<String, Long>();
    books.windows.forEach((id, window) -> expected.put(id, window.net - window.dropped));
    long calls = 0;
    for (int i = 0; i < item.size(); i++) {
      String name = item.name(i);
      if (name.startsWith("r.")) {
        long held = ((Num) item.value(i)).asLong();
        covered(pk, name, held, books);
        windowsOf(name).forEach(window -> expected.merge(window, held, Long::sum));
      } else if (name.startsWith("c.")) {
        long in = ((Num) item.value(i)).asLong();
        calls += in;
        if (in < 0) {
          throw broken("I3: " + name + " is " + in, pk);
        }
      }
    }
    uncovered(pk, item, books);
    if (item.num("c").asLong() != calls) {
      throw broken("I1: c is " + item.num("c") + ", the buckets say " + calls, pk);
    }
    expected.forEach((window, used) -> {
      if (item.num("u." + window).asLong() != used) {
        throw broken(
            "I1: u.%s is %s, charged and held are %d"
                .formatted(window, item.num("u." + window), used),
            pk);
      }
    });
    books.windows.forEach((id, window) -> affordable(pk, id, window));
  }

  private void covered(String pk, String name, long held, Books books) {
    if (held < 0) {
      throw broken("I3: " + name + " is " + held, pk);
    }
    Books.Bucket bucket = books.buckets.get(name.substring(2));
    if (bucket == null) {
      return;
    }
    boolean isOpen = Bucket.number(name.substring(2)) > closed;
    if (bucket.dispatched > held || (isOpen && bucket.open > held)) {
      throw broken(
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
    if (window.bill > window.net + window.open) {
      throw broken(
          "I4: %s of window %s is billed %d, charged %d, with %d open"
              .formatted(pk, id, window.bill, window.net, window.open),
          pk);
    }
    if (window.limit >= 0 && window.bill - window.booked > window.limit) {
      throw broken(
          "OVERSPEND: window %s is billed %d, the limit is %d"
              .formatted(id, window.bill, window.limit),
          pk);
    }
  }

  /// I6, for the rows of one hour.
  private void row(Key key, Set<String> hours) {
    long total = SpendRow.read(store.apply(key)).charge().total().picos().longValueExact();
    Long before = rows.put(key, total);
    spent.merge(key.pk(), total - (before == null ? 0 : before), Long::sum);
    hours.add(key.pk());
  }

  private final Map<String, Long> spent = new HashMap<>();

  private void hour(String pk) {
    long net = nets.getOrDefault(pk, 0L);
    long books = spent.getOrDefault(pk, 0L);
    if (net != books) {
      throw broken("I6: the rows of " + pk + " say " + books + ", the records " + net, pk);
    }
  }

  /// The mark moves one bucket at a time, and never past a call that went to the provider.
  private void mark(Item item) {
    long next = item.num("ct").asLong();
    minutes = (int) item.num("len").asLong();
    if (closed != Long.MIN_VALUE && next != closed + 1) {
      throw broken("the mark jumps from " + closed + " to " + next, SWEEP);
    }
    if (closed != Long.MIN_VALUE) {
      counts.closed++;
    }
    closed = next;
    for (CallRecord record : open.getOrDefault(new Bucket(next, minutes), Set.of())) {
      if (record.dispatched) {
        throw broken("a bucket was closed over an open call", record.rid, SWEEP);
      }
    }
  }

  int minutes() {
    return minutes;
  }

  /// How much of a window is charged, for certain.
  long net(Scope scope, String window) {
    return books(Account.key(scope).pk()).window(window).net;
  }

  /// I7: at rest nothing is held any more, and readers see what was charged.
  void rest(Set<Scope> scopes, Calendar today) {
    for (CallRecord record : records.values()) {
      if (record.isOpen() && record.dispatched) {
        throw broken("I7: a call is open for ever", record.rid);
      }
      if (record.source.equals("usage") && record.net != record.bill) {
        throw broken("I7: charged " + record.net + ", billed " + record.bill, record.rid);
      }
    }
    for (Scope scope : scopes) {
      String pk = Account.key(scope).pk();
      Item item = store.apply(new Key(pk, "A"));
      for (String name : item.names()) {
        if (name.startsWith("r.") && Bucket.number(name.substring(2)) <= closed) {
          throw broken("I7: " + name + " stands there after a touch", pk);
        }
        if (name.startsWith("r.") || (name.equals("c") && item.num("c").signum() != 0)) {
          throw broken("I7: at rest it shows " + name + " = " + item.num(name), pk);
        }
      }
      var live = today.windows(new Bucket(closed + 1, minutes)).ids();
      books(pk)
          .windows
          .forEach((id, window) -> {
            long shown = item.num("u." + id).asLong();
            if (live.contains(id) && shown != window.net) {
              throw broken("I7: u." + id + " shows " + shown + " of " + window.net, pk);
            }
          });
    }
  }

  static BrokenLaw broken(String what, String... about) {
    return new BrokenLaw(what, Set.of(about));
  }
}
