package io.tollgate.local.store;

import io.tollgate.table.ItemCodec;
import io.tollgate.table.ItemStore;
import io.tollgate.table.Key;
import io.tollgate.table.Lexicon;
import io.tollgate.table.Place;
import io.tollgate.table.Row;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.TableEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Items in RocksDB. Replacements gather until {@link #flush}, and are seen at once by {@link
/// #find}, but by queries only when flushed.
///
/// Queries may be asked beside everything else; the rest is for one writer at a time.
final class RocksItems implements ItemStore {
  private final RocksFiles files;
  private final ItemCodec codec = new ItemCodec(Lexicon.NONE);
  private final RecentItems recent = new RecentItems();
  private final Replacements replaced = new Replacements();

  RocksItems(RocksFiles files) {
    this.files = files;
  }

  @Override
  public Place find(Key key) {
    return replaced.find(key).orElseGet(() -> recent.computeIfAbsent(key, this::read));
  }

  private Place read(Key key) {
    try {
      return files
          .get(RocksKeys.item(key))
          .map(bytes -> Place.of(codec.decode(bytes, 0)))
          .orElse(Place.FREE);
    } catch (RocksDBException e) {
      throw new StoreUnavailable("RocksDB could not read " + key + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void replace(Key key, Place before, Place after) {
    replaced.add(key, before, after);
  }

  /// Writes what was replaced since the last time, all or nothing.
  void flush() throws RocksDBException {
    if (replaced.isEmpty()) {
      return;
    }
    try (var batch = new WriteBatch()) {
      replaced.writeTo(batch);
      files.write(batch);
    }
    replaced.rememberIn(recent);
    replaced.clear();
  }

  /// Forgets what was replaced since the last flush.
  void forget() {
    replaced.clear();
    recent.clear();
  }

  @Override
  public List<Row> range(String pk, String prefix, String after, int most) {
    byte[] wanted = RocksKeys.item(pk, prefix);
    byte[] behind = RocksKeys.behind(RocksKeys.item(pk, after));
    boolean fromPrefix = after.isEmpty() || Arrays.compareUnsigned(behind, wanted) < 0;
    var rows = new ArrayList<Row>();
    return walked(
        "partition " + pk,
        () -> {
          files.walk(
              fromPrefix ? wanted : behind,
              (key, value) -> {
                if (!RocksKeys.startsWith(key, wanted)) {
                  return false;
                }
                rows.add(new Row(new Key(pk, RocksKeys.sk(key, pk)), codec.decode(value, 0)));
                return rows.size() < most;
              });
          return rows;
        });
  }

  @Override
  public List<Key> listed(String text, String after, int most) {
    byte[] wanted = RocksKeys.listed(text);
    byte[] start =
        after.isEmpty() ? wanted : RocksKeys.behind(RocksKeys.listed(text, TableEngine.key(after)));
    var keys = new ArrayList<Key>();
    return walked(
        "index of " + text,
        () -> {
          files.walk(
              start,
              (entry, nothing) -> {
                if (!RocksKeys.startsWith(entry, wanted)) {
                  return false;
                }
                keys.add(RocksKeys.keyOfListed(entry, text));
                return keys.size() < most;
              });
          return keys;
        });
  }

  private interface Walk<T> {
    T call() throws RocksDBException;
  }

  private static <T> T walked(String what, Walk<T> walk) {
    try {
      return walk.call();
    } catch (RocksDBException e) {
      throw new StoreUnavailable("RocksDB failed at the " + what + ": " + e.getMessage(), e);
    }
  }
}
