package io.tollgate.policy;

import io.tollgate.json.Fault;
import io.tollgate.key.Head;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The versions of the configuration in the one table. Safe for concurrent calls.
///
/// A version is a file's text with the offsets that its calendar is made of, and with what of its
/// limits is raised. It is written first and named by the {@link Head} afterwards, so whoever reads
/// the head finds the whole of it. Versions are never changed, and their number never goes back.
public final class PolicyStore {
  /// Others move the head a few times in a start at most: by another file, or by changes of keys.
  private static final int TRIES = 8;

  private final Table table;
  private final VersionWriter writer;

  public PolicyStore(Table table) {
    this.table = table;
    this.writer = new VersionWriter(table, TRIES);
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
      switch (next(head(), text, now, Optional.empty())) {
        case Standing(ConfigurationFile.Result result) -> {
          return result;
        }
        case Next(long version, Configuration configuration, StoredFile file, var trusted) -> {
          if (writer.store(version, file, trusted)) {
            return new ConfigurationFile.Parsed(configuration.stored(version));
          }
        }
      }
    }
    throw writer.unavailable("others stored configurations all the time");
  }

  /// The same for a file that travels in a function's zip: it becomes current when its published
  /// version starts for the first time, and never again, whoever starts later. A file that was
  /// brought before by the version in front of it is nothing new.
  ///
  /// @return the configuration in force, which is another file's if this one was superseded
  /// @throws StoreUnavailable if the store did not answer
  public ConfigurationFile.Result start(String text, Instant now, Published by) {
    Head head = head();
    if (head.version() > 0 && writer.knows(by)) {
      return new ConfigurationFile.Parsed(current(head));
    }
    String hash = StoredFile.hash(text);
    boolean again = head.version() > 0 && writer.brought().equals(Optional.of(hash));
    ConfigurationFile.Result result =
        again ? new ConfigurationFile.Parsed(current(head)) : start(text, now);
    if (result instanceof ConfigurationFile.Parsed) {
      writer.rememberBrought(hash);
      writer.remember(by);
    }
    return result;
  }

  /// What is in force, as it was written.
  ///
  /// @param raises of its limits, those that ended of late too
  /// @param change who made the version; empty if it came with a start
  public record InForce(long version, String text, Raises raises, Optional<Change> change) {}

  /// What is in force now, by strong reads; empty if nothing was ever stored.
  ///
  /// @throws StoreUnavailable if the store did not answer
  public Optional<InForce> inForce() {
    Head head = head();
    if (head.version() == 0) {
      return Optional.empty();
    }
    StoredFile stored = StoredFile.read(table, head.version(), head.file());
    return Optional.of(
        new InForce(head.version(), stored.text(), stored.raises(), stored.change()));
  }

  /// What would become of a file now. Stores nothing.
  ///
  /// @throws StoreUnavailable if the store did not answer
  public ConfigurationFile.Result check(String text, Instant now) {
    return switch (next(head(), text, now, Optional.empty())) {
      case Standing(ConfigurationFile.Result result) -> result;
      case Next next -> new ConfigurationFile.Parsed(next.configuration());
    };
  }

  /// Puts a file in the place of the version that its writer edited: the next version, by a write
  /// of the head on condition that the edited one still is in force (`v = :edited`). Of several
  /// writers who edited one version, one wins. What is in force already is in force, whoever says
  /// it again.
  ///
  /// @param change who puts it, and the store's time
  /// @throws StoreUnavailable if the store did not answer
  public Put put(String text, long edited, Change change) {
    for (int i = 0; i < TRIES; i++) {
      switch (next(head(), text, change.at(), Optional.of(change))) {
        case Standing(ConfigurationFile.Faulty(List<Fault> faults)) -> {
          return new Put.Faulty(faults);
        }
        case Standing(ConfigurationFile.Parsed(Configuration same)) -> {
          return new Put.InForce(same);
        }
        case Next(long version, Configuration configuration, StoredFile file, var trusted) -> {
          if (version - 1 != edited) {
            return new Put.Stale(version - 1);
          }
          if (writer.store(version, file, trusted)) {
            return new Put.InForce(configuration.stored(version));
          }
        }
      }
    }
    throw writer.unavailable("others stored configurations all the time");
  }

  /// What a file is beside what is current.
  private sealed interface Step {}

  /// Nothing is to be stored.
  private record Standing(ConfigurationFile.Result result) implements Step {}

  /// @param trusted the uncapped models whose cap it promises anew
  private record Next(
      long version, Configuration configuration, StoredFile file, List<String> trusted)
      implements Step {}

  private Step next(Head head, String text, Instant now, Optional<Change> change) {
    if (head.version() == 0) {
      return step(ConfigurationFile.read(text, now), head, text, Raises.NONE, change, List.of());
    }
    StoredFile stored = StoredFile.read(table, head.version(), head.file());
    ConfigurationFile.Result result =
        ConfigurationFile.read(text, zone -> stored.offsets().continued(zone, now));
    if (result instanceof ConfigurationFile.Parsed(Configuration same)
        && stored.saysTheSameAs(new StoredFile(text, same.offsets(), stored.raises(), change))) {
      Configuration inForce = same.under(stored.raises()).stored(head.version());
      return new Standing(new ConfigurationFile.Parsed(inForce));
    }
    // What is raised goes on: the file says nothing of it.
    return step(
        result, head, text, stored.raises().keptAt(now), change, trusted(head, stored, result));
  }

  private static List<String> trusted(
      Head head, StoredFile stored, ConfigurationFile.Result result) {
    return !head.uncapped().isEmpty() && result instanceof ConfigurationFile.Parsed(var next)
        ? CapPromise.renewed(stored.configuration(head.version()), next, head.uncapped())
        : List.of();
  }

  private static Step step(
      ConfigurationFile.Result result,
      Head head,
      String text,
      Raises raises,
      Optional<Change> change,
      List<String> trusted) {
    return switch (result) {
      case ConfigurationFile.Faulty faulty -> new Standing(faulty);
      case ConfigurationFile.Parsed(Configuration file) ->
          new Next(
              head.version() + 1,
              file.under(raises),
              new StoredFile(text, file.offsets(), raises, change),
              trusted);
    };
  }
}
