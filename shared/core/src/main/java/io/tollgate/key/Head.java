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

/// The one item that every process reads to learn whether anything it remembers has changed. The
/// spelling is frozen.
///
/// Stored as `C#head`/`C`: `v` counts versions of the policies, `h` names the text of the current
/// one, `k` counts changes of keys. Neither count ever goes back.
///
/// @param version of the policies; 0 if none was ever stored
/// @param file the hash of the current version's text; empty if there is none
/// @param keys how often a key was made, changed or deleted
/// @param at the store's clock when it was read
public record Head(long version, String file, long keys, Instant at) {
  public static final Key KEY = new Key("C#head", "C");
  public static final String VERSION = "v";
  public static final String FILE = "h";
  private static final String KEYS = "k";

  /// One strong read.
  ///
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  public static Head read(Table table) {
    Reading reading = table.get(KEY);
    return of(reading.orEmpty(), reading.at());
  }

  private static Head of(Item item, Instant at) {
    return new Head(
        item.num(VERSION).asLong(), item.text(FILE).orElse(""), item.num(KEYS).asLong(), at);
  }

  /// `SET k = if_not_exists(k, 0) + 1`: makes every process forget the keys that it remembers.
  static Write countKeyChange() {
    return new Write.Update(KEY, List.of(Action.add(KEYS, Num.ONE)), Condition.ALWAYS);
  }

  /// Whether it tells of the same policies and keys.
  public boolean saysTheSameAs(Head other) {
    return version == other.version && file.equals(other.file) && keys == other.keys;
  }
}
