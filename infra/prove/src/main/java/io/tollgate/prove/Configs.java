package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.key.Head;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Hold;
import io.tollgate.policy.Offsets;
import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// All versions of the configuration that were ever applied. They stand in the store as processes
/// read them there: a file, its offsets, and a head that names both.
///
/// Written here item by item, since no zone of this earth shifts as worlds need it.
final class Configs {
  private static final String WHO = "admin";
  private static final String HASH = "0";

  private final List<Config> versions = new ArrayList<>();
  private final List<Instant> applied = new ArrayList<>();

  /// @param version counts from 1
  /// @param limits what limits a scope; one that is not named is booked only
  /// @param text of its file
  /// @param suspended the members for whom nothing is let through
  /// @param lifts what of the limits is raised
  record Config(
      long version,
      Map<Scope, Hold> limits,
      Set<String> suspended,
      String text,
      List<Lift> lifts,
      Calendar calendar) {
    Config {
      limits = Map.copyOf(limits);
      suspended = Set.copyOf(suspended);
      lifts = List.copyOf(lifts);
    }
  }

  private final Predicate<Scope> isOpen;

  /// @param isOpen whether the limits of a scope let calls through when nobody can be asked
  Configs(Predicate<Scope> isOpen) {
    this.isOpen = isOpen;
  }

  /// Other limits, under which what is raised and has not ended stays raised.
  void apply(
      Instant now, Store store, Map<Scope, Hold> limits, Set<String> suspended, Offsets offsets) {
    List<Lift> lifts =
        versions.isEmpty()
            ? List.of()
            : newest().lifts().stream().filter(one -> one.until().isAfter(now)).toList();
    String text = RuleFile.of(limits.values(), suspended, isOpen);
    write(
        now,
        store,
        new Config(versions.size() + 1L, limits, suspended, text, lifts, offsets.calendar()),
        offsets);
  }

  /// The same limits, one of them raised.
  void raise(Instant now, Store store, Lift lift, Offsets offsets) {
    Config same = newest();
    var lifts = new ArrayList<>(same.lifts());
    lifts.add(lift);
    write(
        now,
        store,
        new Config(
            versions.size() + 1L,
            same.limits(),
            same.suspended(),
            same.text(),
            lifts,
            offsets.calendar()),
        offsets);
  }

  private void write(Instant now, Store store, Config config, Offsets offsets) {
    versions.add(config);
    applied.add(now);
    Item.Builder item =
        Item.builder()
            .set("text", config.text())
            .set("parts", 1)
            .set("zone", offsets.zone())
            .set("shifts", spelt(offsets))
            .set("until", offsets.until().getEpochSecond());
    if (!config.lifts().isEmpty()) {
      item.set(
          "raises",
          config.lifts().stream().map(Lift::spelt).collect(Collectors.joining(",", "[", "]")));
    }
    store.write(
        WHO,
        new Write.Put(
            new Key("C#" + config.version(), HASH + "#0"), item.build(), new Condition.NoItem()));
    store.write(
        WHO,
        new Write.Update(
            Head.KEY,
            List.of(
                Action.set(Head.VERSION, Num.of(config.version())), Action.set(Head.FILE, HASH)),
            Condition.ALWAYS));
  }

  private static String spelt(Offsets offsets) {
    return offsets.shifts().stream()
        .map(shift -> shift.at().getEpochSecond() + ":" + shift.offsetMinutes())
        .collect(Collectors.joining(","));
  }

  Config newest() {
    return versions.getLast();
  }

  Instant appliedNewest() {
    return applied.getLast();
  }

  /// Since when a newer one is there; a far future if none is.
  Instant replaced(long version) {
    return version < applied.size() ? applied.get((int) version) : Instant.MAX;
  }

  Config version(long version) {
    return versions.get((int) version - 1);
  }
}
