package io.tollgate.table;

import io.tollgate.table.Verdict.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Executes writes and queries over a store, one after the other: the part that embedded tables
/// have in common.
///
/// One caller at a time; what stands around it sees to that.
public final class TableEngine {
  private final ItemStore store;
  private final InstantSource clock;

  public TableEngine(ItemStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  public Answer write(Write write) {
    Limits.check(write);
    Place before = store.find(write.key());
    Instant now = clock.instant();
    if (!Evaluator.holds(write.condition(), before)) {
      Limits.checkTargets(write);
      return new Answer.Refused(before.item(), now);
    }
    Place after = Evaluator.after(write, before);
    Sizes.check(write.key(), after.item());
    store.replace(write.key(), before, after);
    return new Answer.Applied(after.item(), now);
  }

  public Verdict transact(List<Write> writes) {
    Limits.check(writes);
    int size = writes.size();
    var before = new ArrayList<Place>(size);
    var after = new ArrayList<Place>(size);
    var refused = new BitSet(size);
    long rough = 0;
    for (int i = 0; i < size; i++) {
      Write write = writes.get(i);
      Place place = store.find(write.key());
      before.add(place);
      if (Evaluator.holds(write.condition(), place)) {
        Place next = Evaluator.after(write, place);
        rough += Sizes.check(write.key(), next.item());
        after.add(next);
      } else {
        Limits.checkTargets(write);
        after.add(place);
        refused.set(i);
      }
    }
    if (!refused.isEmpty()) {
      return cancelled(before, refused);
    }
    Sizes.check(writes, after, rough);
    for (int i = 0; i < size; i++) {
      store.replace(writes.get(i).key(), before.get(i), after.get(i));
    }
    return new Verdict.Committed(clock.instant());
  }

  private static Verdict cancelled(List<Place> before, BitSet refused) {
    var reasons = new ArrayList<Reason>(before.size());
    for (int i = 0; i < before.size(); i++) {
      reasons.add(refused.get(i) ? Reason.condition(before.get(i).item()) : Reason.NONE);
    }
    return new Verdict.Cancelled(reasons);
  }

  public Reading get(Key key) {
    Limits.check(key);
    return new Reading(store.find(key).asOptional(), clock.instant());
  }

  public Page query(Query query) {
    Limits.check(query);
    // One row more than asked for tells whether there is a next page.
    List<Row> read = store.range(query.pk(), query.prefix(), query.after(), query.limit() + 1);
    boolean more = read.size() > query.limit();
    List<Row> page = more ? read.subList(0, query.limit()) : read;
    Optional<String> next = more ? Optional.of(page.getLast().key().sk()) : Optional.empty();
    List<Row> rows =
        page.stream().filter(row -> Evaluator.holds(query.filter(), Place.of(row.item()))).toList();
    return new Page(rows, next, clock.instant());
  }

  public Page listed(String text, String after) {
    List<Key> read = store.listed(text, after, Query.LARGEST_PAGE + 1);
    boolean more = read.size() > Query.LARGEST_PAGE;
    List<Key> page = more ? read.subList(0, Query.LARGEST_PAGE) : read;
    Optional<String> next = more ? Optional.of(token(page.getLast())) : Optional.empty();
    return new Page(
        page.stream().map(key -> new Row(key, Item.EMPTY)).toList(), next, clock.instant());
  }

  /// A key as one text, from which it can be read again whatever it contains.
  public static String token(Key key) {
    return key.pk().length() + ":" + key.pk() + key.sk();
  }

  /// @throws IllegalArgumentException if the text is no token
  public static Key key(String token) {
    int colon = token.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not the place of a page in the index: " + token);
    }
    int start = colon + 1;
    int middle = start + Integer.parseInt(token, 0, colon, 10);
    return new Key(token.substring(start, middle), token.substring(middle));
  }
}
