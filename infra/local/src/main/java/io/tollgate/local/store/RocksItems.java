package io.tollgate.local.store;

import io.tollgate.table.Item;
import io.tollgate.table.ItemCodec;
import io.tollgate.table.ItemStore;
import io.tollgate.table.Key;
import io.tollgate.table.Lexicon;
import io.tollgate.table.Place;
import io.tollgate.table.Row;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.TableEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Items in RocksDB. Replacements gather in one batch until {@link #flush}, and are seen at once by
/// {@link #find}, but by queries only when flushed.
///
/// Queries may be asked beside everything else; the rest is for one writer at a time.
final class RocksItems implements ItemStore, AutoCloseable {
  private static final byte[] NOTHING = new byte[0];

  private final RocksFiles files;
  private final ItemCodec codec = new ItemCodec(Lexicon.NONE);
  private final RecentItems recent = new RecentItems();
  private final WriteBatch batch = new WriteBatch();

  RocksItems(RocksFiles files) {
    this.files = files;
  }

  @Override
  public Place find(Key key) {
    Place known = recent.get(key);
    if (known != null) {
      return known;
    }
    Place stored =
        access("item " + key, () -> files.get(RocksKeys.item(key)))
            .map(bytes -> Place.of(codec.decode(bytes, 0)))
            .orElse(Place.FREE);
    recent.put(key, stored);
    return stored;
  }

  @Override
  public void replace(Key key, Place before, Place after) {
    access(
        "item " + key,
        () -> {
          if (after.taken()) {
            batch.put(RocksKeys.item(key), codec.encode(after.item()));
          } else if (before.taken()) {
            batch.delete(RocksKeys.item(key));
          }
          list(key, before.item(), after.item());
          return recent.put(key, after);
        });
  }

  private void list(Key key, Item before, Item after) throws RocksDBException {
    Optional<String> old = before.text(Table.LISTED_BY);
    Optional<String> now = after.text(Table.LISTED_BY);
    if (old.equals(now)) {
      return;
    }
    if (old.isPresent()) {
      batch.delete(RocksKeys.listed(old.get(), key));
    }
    if (now.isPresent()) {
      batch.put(RocksKeys.listed(now.get(), key), NOTHING);
    }
  }

  /// Writes what was replaced since the last time, all or nothing.
  void flush() throws RocksDBException {
    if (batch.count() > 0) {
      files.write(batch);
      batch.clear();
    }
  }

  /// Forgets what was replaced since the last flush.
  void forget() {
    batch.clear();
    recent.clear();
  }

  @Override
  public List<Row> range(String pk, String prefix, String after, int most) {
    byte[] wanted = RocksKeys.item(pk, prefix);
    byte[] behind = RocksKeys.behind(RocksKeys.item(pk, after));
    boolean fromPrefix = after.isEmpty() || Arrays.compareUnsigned(behind, wanted) < 0;
    var rows = new ArrayList<Row>();
    return access(
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
    return access(
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

  @Override
  public void close() {
    batch.close();
  }

  private interface Access<T> {
    T call() throws RocksDBException;
  }

  private static <T> T access(String what, Access<T> access) {
    try {
      return access.call();
    } catch (RocksDBException e) {
      throw new StoreUnavailable("RocksDB failed at the " + what + ": " + e.getMessage(), e);
    }
  }
}
