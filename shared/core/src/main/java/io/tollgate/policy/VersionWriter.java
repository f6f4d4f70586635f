package io.tollgate.policy;

import io.tollgate.key.Head;
import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Num;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Value;
import io.tollgate.table.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes versions of the configuration into the one table. Safe for concurrent calls.
///
/// Each write may be sent again: its condition refuses what was applied already.
///
/// @param tries how often one is sent before the store counts as unavailable
record VersionWriter(Table table, int tries) {
  private static final String VERSION = "v";
  private static final String BROUGHT = "h";

  /// Whether this made it the current version, surely; if not, what is current must be read again.
  ///
  /// @param trusted the uncapped models whose cap the new version promises anew; whoever ignores it
  ///   afterwards is noted again
  boolean store(long version, StoredFile file, List<String> trusted) {
    for (Write part : file.writes(version)) {
      write(part);
    }
    List<Action> actions = new ArrayList<>();
    actions.add(Action.set(Head.VERSION, Value.of(version)));
    actions.add(Action.set(Head.FILE, file.hash()));
    trusted.forEach(name -> actions.add(Head.trust(name)));
    return write(
        new Write.Update(
            Head.KEY,
            actions,
            version == 1
                ? new Condition.Lacks(Head.VERSION)
                : Condition.is(Head.VERSION, Value.of(version - 1))));
  }

  /// Whether that published version, or a newer one of its function, started before.
  boolean knows(Published by) {
    return table.get(by.key()).orEmpty().num(VERSION).compareTo(Num.of(by.version())) >= 0;
  }

  void remember(Published by) {
    Num version = Num.of(by.version());
    write(
        new Write.Update(
            by.key(),
            List.of(Action.set(VERSION, version)),
            Condition.any(new Condition.Lacks(VERSION), Condition.below(VERSION, version))));
  }

  /// The hash of the file that a published version brought last.
  Optional<String> brought() {
    return table.get(Published.LAST).orEmpty().text(BROUGHT);
  }

  void rememberBrought(String hash) {
    write(new Write.Update(Published.LAST, List.of(Action.set(BROUGHT, hash)), Condition.ALWAYS));
  }

  private boolean write(Write write) {
    String why = "";
    for (int i = 0; i < tries; i++) {
      switch (table.write(write)) {
        case Answer.Applied applied -> {
          return true;
        }
        case Answer.Refused refused -> {
          return false;
        }
        case Answer.NotApplied not -> why = not.why();
        case Answer.Unknown unknown -> why = unknown.why();
      }
    }
    throw unavailable(why);
  }

  StoreUnavailable unavailable(String why) {
    return new StoreUnavailable(
        "the configuration could not be stored in " + tries + " tries: " + why,
        new IllegalStateException(why));
  }
}
