package io.tollgate.key;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Reading;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The one item that every process reads to learn whether anything it remembers has changed. The
/// spelling is frozen.
///
/// Stored as `C#head`/`C`: `v` counts versions of the policies, `h` names the text of the current
/// one, `k` counts changes of keys. Neither count ever goes back. Each model that ignored its
/// output cap has an attribute of its own, `u#<provider>/<model>`, which holds the id of the call
/// that showed it.
///
/// @param version of the policies; 0 if none was ever stored
/// @param file the hash of the current version's text; empty if there is none
/// @param keys how often a key was made, changed or deleted
/// @param uncapped the models that were seen to ignore their output cap, as `provider/model`;
///   `provider/*` for all of a provider's. A few dozen at most, see `UncappedModels`
/// @param at the store's clock when it was read
public record Head(long version, String file, long keys, Set<String> uncapped, Instant at) {
  public static final Key KEY = new Key("C#head", "C");
  public static final String VERSION = "v";
  public static final String FILE = "h";
  private static final String KEYS = "k";
  private static final String UNCAPPED = "u#";
  private static final String ALL_MODELS = "*";

  public Head {
    uncapped = Set.copyOf(uncapped);
  }

  /// One strong read.
  ///
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  public static Head read(Table table) {
    Reading reading = table.get(KEY);
    return of(reading.orEmpty(), reading.at());
  }

  private static Head of(Item item, Instant at) {
    return new Head(
        item.num(VERSION).asLong(),
        item.text(FILE).orElse(""),
        item.num(KEYS).asLong(),
        item.namesStartingWith(UNCAPPED).stream()
            .map(name -> name.substring(UNCAPPED.length()))
            .collect(Collectors.toUnmodifiableSet()),
        at);
  }

  /// `SET k = if_not_exists(k, 0) + 1`: makes every process forget the keys that it remembers.
  static Write countKeyChange() {
    return new Write.Update(KEY, List.of(Action.add(KEYS, Num.ONE)), Condition.ALWAYS);
  }

  /// `SET u#<name> = :call` on condition `attribute_not_exists(u#<name>)`: makes every process
  /// bound the model's calls by its longest answer. Touches neither count, so no other writer of
  /// the head is in its way.
  ///
  /// @param name `provider/model`, or {@link #allOf} a provider
  /// @param call that showed it
  public static Write uncap(String name, String call) {
    return new Write.Update(
        KEY, List.of(Action.set(UNCAPPED + name, call)), new Condition.Lacks(UNCAPPED + name));
  }

  /// Trusts a model again: a clause for the write that brings a new version.
  public static Action trust(String name) {
    return new Action.Remove(UNCAPPED + name);
  }

  /// The name that stands for every model of a provider.
  public static String allOf(String provider) {
    return provider + "/" + ALL_MODELS;
  }

  /// Whether a model was seen to ignore its output cap.
  ///
  /// @param model its name in the books
  public boolean isUncapped(String provider, String model) {
    return !uncapped.isEmpty()
        && (uncapped.contains(provider + "/" + model) || uncapped.contains(allOf(provider)));
  }

  /// Whether it tells of the same policies, keys and uncapped models: if so, whoever judged a call
  /// by one has judged it by the other.
  public boolean saysTheSameAs(Head other) {
    return version == other.version
        && file.equals(other.file)
        && keys == other.keys
        && uncapped.equals(other.uncapped);
  }
}
