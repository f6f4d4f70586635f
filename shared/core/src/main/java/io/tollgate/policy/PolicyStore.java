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
import java.time.Instant;
import java.util.List;

/// The versions of the configuration in the one table. Safe for concurrent calls.
///
/// A version is a file's text with the offsets that its calendar is made of. It is written first
/// and named by the {@link Head} afterwards, so whoever reads the head finds the whole of it.
/// Versions are never changed, and their number never goes back.
public final class PolicyStore {
  /// Others move the head a few times in a start at most: by another file, or by changes of keys.
  private static final int TRIES = 8;

  private static final String STARTED = "v";

  private final Table table;

  public PolicyStore(Table table) {
    this.table = table;
  }

  /// One strong read of what is current.
  ///
  /// @throws StoreUnavailable if the store did not answer
  public Head head() {
    return Head.read(table);
  }

  /// The version that a head names.
  ///
  /// @throws IllegalStateException if it names none, or one that this code cannot read
  /// @throws StoreUnavailable if the store did not answer
  public Configuration current(Head head) {
    if (head.version() == 0) {
      throw new IllegalStateException(
          "no configuration is stored yet; start the gateway with a tollgate.yaml first");
    }
    return StoredFile.read(table, head.version(), head.file()).configuration(head.version());
  }

  /// Makes a file the current version: the same text as before is the same version, another one the
  /// next, by a write of the head on condition that nobody else was faster (`v = :seen`).
  ///
  /// @param now of the store's clock, as well as it is known; decides how far the calendar reaches
  /// @return the configuration under its version, or what is wrong with the file
  /// @throws StoreUnavailable if the store did not answer
  public ConfigurationFile.Result start(String text, Instant now) {
    for (int i = 0; i < TRIES; i++) {
      switch (next(head(), text, now)) {
        case Standing(ConfigurationFile.Result result) -> {
          return result;
        }
        case Next(long version, Configuration configuration, StoredFile file) -> {
          if (store(version, file)) {
            return new ConfigurationFile.Parsed(configuration.stored(version));
          }
        }
      }
    }
    throw unavailable("others stored configurations all the time");
  }

  /// The same for a file that travels in a function's zip: it becomes current when its published
  /// version starts for the first time, and never again, whoever starts later.
  ///
  /// @return the configuration in force, which is another file's if this one was superseded
  /// @throws StoreUnavailable if the store did not answer
  public ConfigurationFile.Result start(String text, Instant now, Published by) {
    Head head = head();
    boolean known = table.get(by.key()).orEmpty().num(STARTED).compareTo(Num.of(by.version())) >= 0;
    if (known && head.version() > 0) {
      return new ConfigurationFile.Parsed(current(head));
    }
    ConfigurationFile.Result result = start(text, now);
    if (result instanceof ConfigurationFile.Parsed) {
      Num version = Num.of(by.version());
      write(
          new Write.Update(
              by.key(),
              List.of(Action.set(STARTED, version)),
              Condition.any(new Condition.Lacks(STARTED), Condition.below(STARTED, version))));
    }
    return result;
  }

  /// What a file is beside what is current.
  private sealed interface Step {}

  /// Nothing is to be stored.
  private record Standing(ConfigurationFile.Result result) implements Step {}

  private record Next(long version, Configuration configuration, StoredFile file) implements Step {}

  private Step next(Head head, String text, Instant now) {
    if (head.version() == 0) {
      return step(ConfigurationFile.read(text, now), head, text);
    }
    StoredFile stored = StoredFile.read(table, head.version(), head.file());
    ConfigurationFile.Result result =
        ConfigurationFile.read(text, zone -> stored.offsets().continued(zone, now));
    return result instanceof ConfigurationFile.Parsed(Configuration same)
            && stored.equals(new StoredFile(text, same.offsets()))
        ? new Standing(new ConfigurationFile.Parsed(same.stored(head.version())))
        : step(result, head, text);
  }

  private static Step step(ConfigurationFile.Result result, Head head, String text) {
    return switch (result) {
      case ConfigurationFile.Faulty faulty -> new Standing(faulty);
      case ConfigurationFile.Parsed(Configuration file) ->
          new Next(head.version() + 1, file, new StoredFile(text, file.offsets()));
    };
  }

  /// Whether this made it the current version, surely; if not, what is current must be read again.
  private boolean store(long version, StoredFile file) {
    for (Write chunk : file.writes(version)) {
      write(chunk);
    }
    return write(
        new Write.Update(
            Head.KEY,
            List.of(
                Action.set(Head.VERSION, Value.of(version)), Action.set(Head.FILE, file.hash())),
            version == 1
                ? new Condition.Lacks(Head.VERSION)
                : Condition.is(Head.VERSION, Value.of(version - 1))));
  }

  // All of these may be sent again: their conditions refuse what was applied already.
  private boolean write(Write write) {
    String why = "";
    for (int i = 0; i < TRIES; i++) {
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

  private static StoreUnavailable unavailable(String why) {
    return new StoreUnavailable(
        "the configuration could not be stored in " + TRIES + " tries: " + why,
        new IllegalStateException(why));
  }
}
